import type { TaskList } from 'graphile-worker'
import { sweepHolds, sweepSlot } from '../../usecases/booking/offer-places.ts'
import { layOutAll } from '../../usecases/booking/slot-calendar.ts'
import type { BookingJob } from '../../usecases/booking/booking-ports.ts'
import type { Office } from '../../usecases/ports.ts'
import type { Post } from './run-jobs.ts'

type Payload<T extends BookingJob['task']> = Omit<Extract<BookingJob, { task: T }>, 'task'>

/** What is done later about bookings. Tasks that send are left out while there is no mail server. */
export function bookingTasks(office: Office, _post: Post | null): TaskList {
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
