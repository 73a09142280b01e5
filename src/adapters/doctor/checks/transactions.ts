import { databaseCheck, fine, trouble } from '../check.ts'

/** The office's own end within half a minute. */
const longSeconds = 300

/** Transactions that somebody left open: they hold others up, and nothing can be tidied behind them. */
export const transactions = databaseCheck('transactions', async (context, ask) => {
  const rows = await ask<{ pid: number; seconds: number }>(
    `select pid, extract(epoch from clock_timestamp() - xact_start)::float8 as seconds from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null and backend_type = 'client backend'
     order by xact_start limit 1`,
  )
  const oldest = rows[0]
  if (!oldest || oldest.seconds < longSeconds) return fine(context, 'doctor.transactions.ok')
  return trouble(context, oldest.seconds < 3_600 ? 'warn' : 'fail', 'transactions.long', { pid: oldest.pid, minutes: Math.floor(oldest.seconds / 60) })
})
