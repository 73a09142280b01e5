import type { TaskList } from 'graphile-worker'
import type { DeliveryJob } from '../../usecases/deliveries/delivery-ports.ts'
import { readForDeliveryMail } from '../../usecases/deliveries/read-for-delivery-mail.ts'
import type { Office } from '../../usecases/ports.ts'
import type { Post } from './run-jobs.ts'
import { writeDeliveryMail } from './write-delivery-mail.ts'

/** What is done later about courier deliveries: telling the applicant at each step. */
export function deliveryTasks(office: Office, post: Post | null): TaskList {
  if (!post) return {}
  return {
    'delivery-mail': async (payload, { job }) => {
      const { delivery, message } = payload as Omit<DeliveryJob, 'task'>
      const facts = await readForDeliveryMail(office, delivery)
      if (facts) await post.send({ ...writeDeliveryMail(office.origin, message, facts), messageId: `job-${job.id}` })
    },
  }
}
