import type { TaskList } from 'graphile-worker'
import { sweepHolds, sweepSlot } from '../../usecases/booking/offer-places.ts'
import { layOutAll } from '../../usecases/booking/slot-calendar.ts'
import type { BookingJob } from '../../usecases/booking/booking-ports.ts'
import type { Office } from '../../usecases/ports.ts'

type Payload<T extends BookingJob['task']> = Omit<Extract<BookingJob, { task: T }>, 'task'>

/** What is done later about bookings, but for the sending of messages. */
export function bookingTasks(office: Office): TaskList {
  return {
    'booking-sweep': async (payload) => {
      const { slot } = payload as Payload<'booking-sweep'>
      await (slot === undefined ? sweepHolds(office) : sweepSlot(office, slot))
    },
    'lay-out-slots': async () => {
      await layOutAll(office)
    },
  }
}
