import { databaseCheck, fine, trouble } from '../check.ts'

/** They wait on purpose while there is no mail server; that is told by the check of the mail. */
const mailTask = "(task_identifier = 'mail' or task_identifier like '%-mail')"

/** What the office does by itself: whether it is late with it, and what it gave up on. */
export const jobs = databaseCheck('jobs', async (context, ask) => {
  const failed = await ask<{ task: string; count: number }>(
    'select task_identifier as task, count(*)::int as count from graphile_worker.jobs where attempts >= max_attempts group by 1 order by 2 desc',
  )
  const all = failed.reduce((sum, { count }) => sum + count, 0)
  if (all > 0) return trouble(context, 'fail', 'jobs.failed', { count: all, tasks: failed.map(({ task }) => task).join(', ') })
  const rows = await ask<{ due: number; late: number }>(
    `select count(*)::int as due, coalesce(extract(epoch from now() - min(run_at)), 0)::float8 as late from graphile_worker.jobs
     where attempts < max_attempts and run_at <= now() and (locked_at is null or locked_at < now() - interval '4 hours') and ($1 or not ${mailTask})`,
    [context.smtpUrl !== null],
  )
  const { due = 0, late = 0 } = rows[0] ?? {}
  const values = { count: due, minutes: Math.floor(late / 60) }
  if (late < 300) return fine(context, 'doctor.jobs.ok', values)
  return trouble(context, late < 3_600 ? 'warn' : 'fail', 'jobs.late', values)
})
