import type { BookingRefusal } from '../../office/booking/booking.ts'
import { refuseNote } from '../../office/booking/booking-rules.ts'
import type { Refused } from '../act-on-case.ts'
import type { Office, Tx } from '../ports.ts'

type Noted = { readonly ok: true; readonly booking: string } | Refused<BookingRefusal>
type Note = { readonly booking: string; readonly by: string | null }

/** The person is there. For the transaction of whoever hands out the ticket; the caller has checked the rights. */
export const markArrived = (office: Office, tx: Tx, note: Note): Promise<Noted> => noteVisit(office, tx, note, 'arrived')

/** The visit is over. */
export const markServed = (office: Office, tx: Tx, note: Note): Promise<Noted> => noteVisit(office, tx, note, 'served')

/** Nobody came, or nobody answered the call. */
export const markMissed = (office: Office, tx: Tx, note: Note): Promise<Noted> => noteVisit(office, tx, note, 'missed')

async function noteVisit(office: Office, tx: Tx, { booking: id, by }: Note, what: 'arrived' | 'served' | 'missed'): Promise<Noted> {
  const booking = await tx.lockBooking(id)
  if (!booking) return { ok: false, refusal: { kind: 'NotFound' } }
  const refusal = refuseNote(booking, what, office.now())
  if (refusal) return { ok: false, refusal }
  if (booking.state === what) return { ok: true, booking: id }
  await tx.saveBooking({ ...booking, state: what })
  await tx.noteBooking({ booking: id, unit: booking.unit, what, by, role: by === null ? 'office' : 'staff', at: office.now() })
  return { ok: true, booking: id }
}
