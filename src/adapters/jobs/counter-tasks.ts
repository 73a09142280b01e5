import type { TaskList } from 'graphile-worker'
import { words } from '#words'
import type { CounterJob } from '../../usecases/counter/counter-ports.ts'
import { readCounterMail, type CounterMail } from '../../usecases/counter/read-counter-mail.ts'
import type { Office } from '../../usecases/ports.ts'
import { dateAndTime } from '../moments.ts'
import type { Post } from './run-jobs.ts'
import { letter, type Mail } from './write-mail.ts'

/** What officers of counters that were alone are told later. Left out while there is no mail server. */
export function counterTasks(office: Office, post: Post | null): TaskList {
  if (!post) return {}
  return {
    'counter-mail': async (payload, { job }) => {
      const facts = await readCounterMail(office, (payload as Omit<CounterJob, 'task'>).record)
      if (facts) await post.send({ ...writeCounterMail(office.origin, facts), messageId: `job-${job.id}` })
    },
  }
}

/** In the officer's language and the unit's own time. */
export function writeCounterMail(origin: string, { email, locale, number, device, unit, at }: CounterMail): Mail {
  const t = words(locale)
  const body = t('mail.counter.set-aside.body', { number, device, when: dateAndTime(at, locale, 'date-time', unit.zone), address: `${origin}/office/alone?unit=${unit.code}` })
  return { to: email, subject: t('mail.counter.set-aside.subject', { number }), text: letter(locale, body) }
}
