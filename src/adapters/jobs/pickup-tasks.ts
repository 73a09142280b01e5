import type { TaskList } from 'graphile-worker'
import { lookAhead } from '../../usecases/booking/offer-later-slot.ts'
import type { PickupJob } from '../../usecases/booking/pickup-ports.ts'
import { readForPickupMail } from '../../usecases/booking/read-for-pickup-mail.ts'
import { settlePickup } from '../../usecases/booking/settle-pickup.ts'
import type { Office } from '../../usecases/ports.ts'
import type { Post } from './run-jobs.ts'
import { writePickupMail } from './write-pickup-mail.ts'

type Payload<T extends PickupJob['task']> = Omit<Extract<PickupJob, { task: T }>, 'task'>

/** What is done later about pickups. Tasks that send are left out while there is no mail server. */
export function pickupTasks(office: Office, post: Post | null): TaskList {
  const send: TaskList = post
    ? {
        'pickup-mail': async (payload, { job }) => {
          const { message, booking } = payload as Payload<'pickup-mail'>
          const facts = await readForPickupMail(office, message, booking)
          if (!facts) return
          const calendar = facts.calendar && (await office.papers.calendar(facts.calendar))
          await post.send({ ...writePickupMail(office.origin, message, facts, calendar), messageId: `job-${job.id}` })
        },
      }
    : {}
  return {
    'pickup-settle': async (payload) => settlePickup(office, (payload as Payload<'pickup-settle'>).application),
    'pickup-look': async () => {
      await lookAhead(office)
    },
    ...send,
  }
}
