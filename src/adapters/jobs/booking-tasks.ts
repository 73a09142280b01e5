import type { TaskList } from 'graphile-worker'
import { sweepHolds, sweepSlot } from '../../usecases/booking/offer-places.ts'
import { layOutAll } from '../../usecases/booking/slot-calendar.ts'
import type { BookingJob } from '../../usecases/booking/booking-ports.ts'
import { readBookingMail } from '../../usecases/booking/read-booking-mail.ts'
import type { Office } from '../../usecases/ports.ts'
import type { Post } from './run-jobs.ts'
import { writeBookingMail } from './write-booking-mail.ts'

type Payload<T extends BookingJob['task']> = Omit<Extract<BookingJob, { task: T }>, 'task'>

/** What is done later about bookings. Tasks that send are left out while there is no mail server. */
export function bookingTasks(office: Office, post: Post | null): TaskList {
  return {
    'booking-sweep': async (payload) => {
      const { slot } = payload as Payload<'booking-sweep'>
      await (slot === undefined ? sweepHolds(office) : sweepSlot(office, slot))
    },
    'lay-out-slots': async () => {
      await layOutAll(office)
    },
    ...(post ? { 'booking-mail': (payload, { job }) => sendBookingMail(office, post, payload as Payload<'booking-mail'>, job.id) } : {}),
  }
}

async function sendBookingMail(office: Office, post: Post, { booking, message }: Payload<'booking-mail'>, job: string): Promise<void> {
  const facts = await readBookingMail(office, booking, message)
  if (!facts) return
  const calendar = facts.calendar && (await office.papers.calendar(facts.calendar))
  await post.send({ ...writeBookingMail(message, facts, calendar), messageId: `job-${job}` })
}
