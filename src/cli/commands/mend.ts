import { CommandError, readArguments, type Said } from './command.ts'
import { inOffice } from './office-command.ts'

/** Clears the left-overs of changed rows out of the office's tables, while it goes on working. */
export async function vacuum(args: readonly string[]): Promise<Said> {
  const { values } = readArguments(args, {})
  const tables = await inOffice(async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables where schemaname in ('office', 'identity', 'graphile_worker') order by 1`,
    )
    for (const { name } of rows) await client.query(`vacuum (analyze, skip_locked) ${name}`)
    return rows.length
  })
  return { json: { tables }, words: `${tables} tables were tidied.`, asJson: values.json === true }
}

/** Ends one session of the database that holds up others. What it had not saved is undone, as if it had never begun. */
export async function endTransaction(args: readonly string[]): Promise<Said> {
  const { values, positionals } = readArguments(args, {})
  const pid = Number(positionals[0])
  if (!Number.isInteger(pid) || pid <= 0) throw new CommandError('Say which one: end-transaction PID, with the number that doctor names.')
  const ended = await inOffice(async (client) => {
    const { rows } = await client.query<{ ended: boolean }>(
      `select pg_terminate_backend(pid) as ended from pg_stat_activity
       where pid = $1 and datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`,
      [pid],
    )
    return rows[0]?.ended ?? false
  })
  if (!ended) throw new CommandError(`There is no session ${pid} (any more).`)
  return { json: { ended: pid }, words: `Session ${pid} was ended.`, asJson: values.json === true }
}

/** Has everything that was given up tried again from now on: mails that could not be sent, reminders that failed. */
export async function retryJobs(args: readonly string[]): Promise<Said> {
  const { values } = readArguments(args, {})
  const jobs = await inOffice(async (client) => {
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int as count from graphile_worker.reschedule_jobs(
         array(select id from graphile_worker.jobs where attempts >= max_attempts), run_at => now(), attempts => 0)`,
    )
    return rows[0]?.count ?? 0
  })
  return { json: { jobs }, words: `${jobs} pieces of work are tried again.`, asJson: values.json === true }
}
