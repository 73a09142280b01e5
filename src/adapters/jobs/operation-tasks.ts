import type { TaskList } from 'graphile-worker'
import type { Locale } from '../../office/service.ts'
import { readOperators } from '../../usecases/operations/read-operators.ts'
import type { Office } from '../../usecases/ports.ts'
import type { Checked } from '../doctor/run-doctor.ts'
import type { Post } from './run-jobs.ts'
import { writeDoctorMail } from './write-doctor-mail.ts'

/** Every day those who run the system hear how it is, also when all is well: a message that does not come says something too. */
export function operationTasks(office: Office, post: Post | null, examine: (locale: Locale) => Promise<readonly Checked[]>): TaskList {
  if (!post) return {}
  return {
    'doctor-mail': async (_payload, { job }) => {
      const found = new Map<Locale, readonly Checked[]>()
      for (const [index, to] of (await readOperators(office)).entries()) {
        const list = found.get(to.locale) ?? (await examine(to.locale))
        found.set(to.locale, list)
        await post.send({ ...writeDoctorMail(office.origin, to, list), messageId: `job-${job.id}-${index}` })
      }
    },
  }
}
