import type { BookingTx } from '../../usecases/booking/booking-ports.ts'
import type { Connection } from './connection.ts'

export function bookingRows(_db: Connection): BookingTx {
  return {}
}
