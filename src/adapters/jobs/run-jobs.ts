import { Logger, parseCronItems, run, type TaskList } from 'graphile-worker'
import type pg from 'pg'
import { deliverPermit } from '../../usecases/deliver-permit.ts'
import type { Job, Office } from '../../usecases/ports.ts'
import type { Locale } from '../../office/service.ts'
import type { Checked } from '../doctor/run-doctor.ts'
import type { TextLine } from '../texts/open-text-line.ts'
import { readForReminder } from '../../usecases/read-for-mail.ts'
import { refigureDeadlines } from '../../usecases/refigure-deadlines.ts'
import { runTimer } from '../../usecases/run-timer.ts'
import { backupTasks, orderFirstBackup, type NightlyBackups } from './backup-tasks.ts'
import { bookingTasks } from './booking-tasks.ts'
import { counterTasks } from './counter-tasks.ts'
import { openDispatch } from './dispatch.ts'
import { dutyTasks } from './duty-tasks.ts'
import { keepAtWork, type KeptAtWork } from './keep-at-work.ts'
import { messageTasks } from './message-tasks.ts'
import { operationTasks } from './operation-tasks.ts'
import { pickupTasks } from './pickup-tasks.ts'
import { promiseTasks } from './promise-tasks.ts'
import { ticketTasks } from './ticket-tasks.ts'
import { writeCode, writeReminder, writeStaffHint, type Mail } from './write-mail.ts'

export type JobLog = { info(facts: object, words: string): void; error(facts: object, words: string): void }

export type Post = {
  /** Hands a mail to the mail server; throws when it can't be reached, and the job is tried again later. */
  readonly send: (mail: Mail & { readonly messageId: string }) => Promise<void>
}

type Payload<T extends Job['task']> = Omit<Extract<Job, { task: T }>, 'task'>

/** What a code mail's job carries: sealed, since it is personal data and waits in the queue. */
export type SealedMail = { readonly sealed: string }
export type CodeMail =
  | { readonly kind: 'code'; readonly to: string; readonly code: string; readonly locale: 'id' | 'en'; readonly until: number }
  | { readonly kind: 'staff-hint'; readonly to: string; readonly locale: 'id' | 'en'; readonly until: number }

/**
 * Runs the office's jobs until stopped. Without a mail server the mail tasks are left out, so that messages wait in the
 * queue, whole, until there is one.
 */
export async function runJobs(
  office: Office,
  pool: pg.Pool,
  options: {
    readonly post: Post | null
    /** Null: no provider of text messages is set. */
    readonly texts: TextLine | null
    readonly openSealed: (sealed: string) => CodeMail
    readonly housekeeping: () => Promise<void>
    /** Null: nobody takes backups here, or they are somebody else's. */
    readonly backups: NightlyBackups | null
    /** Looks at everything that the office needs, and tells it in a language. */
    readonly examine: (locale: Locale) => Promise<readonly Checked[]>
    readonly log: JobLog
  },
): Promise<KeptAtWork> {
  const { post, texts, log } = options
  const dispatch = openDispatch(office, post, texts)
  const tasks: TaskList = {
    deliver: async (payload) => {
      await deliverPermit(office, (payload as Payload<'deliver'>).application)
    },
    timer: async (payload) => {
      await runTimer(office, payload as Payload<'timer'>)
    },
    'refigure-deadlines': async (payload) => {
      await refigureDeadlines(office, payload as Payload<'refigure-deadlines'>)
    },
    housekeeping: async () => options.housekeeping(),
    ...bookingTasks(office),
    ...pickupTasks(office),
    ...ticketTasks(office, post),
    ...promiseTasks(office, post, dispatch),
    ...dutyTasks(office),
    ...counterTasks(office, post),
    ...backupTasks(options.backups, pool, post),
    ...operationTasks(office, post, options.examine),
    ...messageTasks(dispatch, { mail: post !== null, texts: texts !== null }),
    ...(post ? mailTasks(office, post, options.openSealed) : {}),
  }
  const cron = parseCronItems([
    { task: 'housekeeping', match: '*/15 * * * *' },
    { task: 'booking-sweep', match: '* * * * *' },
    { task: 'pickup-look', match: '*/15 * * * *' },
    // Shortly after midnight in all three zones of the country, one after the other.
    { task: 'lay-out-slots', match: '10 15,16,17 * * *' },
    // At half past one in the night in Jakarta.
    ...(options.backups ? [{ task: 'backup-check', match: '30 18 * * *', options: { queueName: 'backup', maxAttempts: 1 } }] : []),
    // At seven in Jakarta, before the doors open.
    ...(post ? [{ task: 'doctor-mail', match: '0 0 * * *' }] : []),
  ])
  const keep = (which: (task: string) => boolean, concurrency: number, parsedCronItems: ReturnType<typeof parseCronItems>) => {
    const taskList = Object.fromEntries(Object.entries(tasks).filter(([task]) => which(task)))
    return keepAtWork(pool, (events) => run({
      pgPool: pool,
      taskList,
      concurrency,
      pollInterval: 2_000,
      noHandleSignals: true,
      parsedCronItems,
      logger: quietLogger(log),
      events,
      // Without these the library lets go of the writing down of a job, and its failure, as of a database that is away, ends the process.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    }), (facts, words) => log.error(facts, words))
  }
  if (options.backups) await orderFirstBackup(pool)
  // Mail has workers of its own: those of a mail server that answers slowly must not keep a deadline waiting.
  const isText = (task: string) => texts !== null && task.startsWith('text-')
  const work = await keep((task) => !isMail(task) && !isText(task), 4, cron)
  const mail = post ? await keep(isMail, 3, []) : null
  // A provider of texts that answers slowly holds up neither.
  const text = texts ? await keep(isText, 3, []) : null
  return {
    writes: work.writes,
    stop: async () => {
      await Promise.all([work.stop(), mail?.stop(), text?.stop()])
    },
  }
}

const isMail = (task: string) => task === 'mail' || task.endsWith('-mail')

function mailTasks(office: Office, post: Post, openSealed: (sealed: string) => CodeMail): TaskList {
  return {
    'reminder-mail': async (payload, { job }) => {
      const { application, to } = payload as Payload<'reminder-mail'>
      const facts = await readForReminder(office, application, to)
      if (!facts) return
      for (const [index, person] of facts.to.entries())
        await post.send({ ...writeReminder(office.origin, person, facts), messageId: `job-${job.id}-${index}` })
    },
    'sealed-mail': async (payload, { job }) => {
      const mail = openSealed((payload as SealedMail).sealed)
      // A code that is too old to be used is not worth a message.
      if (office.now() > mail.until) return
      const written = mail.kind === 'code' ? writeCode(mail.to, mail.code, mail.locale) : writeStaffHint(office.origin, mail.to, mail.locale)
      await post.send({ ...written, messageId: `job-${job.id}` })
    },
  }
}

/** The library's log without payloads: what failed and how often, never for whom. */
function quietLogger(log: JobLog): Logger {
  return new Logger((scope) => (level, message) => {
    if (level === 'error') log.error({ job: scope.jobId, task: scope.taskIdentifier }, message.split('\n')[0]?.slice(0, 200) ?? '')
  })
}
