import { databaseCheck, fine, trouble } from '../check.ts'

const megabyte = 2 ** 20

/** The copies of the database: how far behind, and whether one that left is still waited for (its log then fills the disk). */
export const replication = databaseCheck('replication', async (context, ask) => {
  const waiting = await ask<{ slot: string }>('select slot_name as slot from pg_replication_slots where not active order by slot_name limit 1')
  if (waiting[0]) return trouble(context, 'warn', 'replication.left', { slot: waiting[0].slot })
  const copies = await ask<{ bytes: number | null; seconds: number | null }>(
    `select case when pg_is_in_recovery() then null else pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)::float8 end as bytes,
       extract(epoch from replay_lag)::float8 as seconds from pg_stat_replication`,
  )
  if (copies.length === 0) return fine(context, 'doctor.replication.none.ok')
  if (copies.some(({ bytes }) => bytes === null)) return trouble(context, 'unknown', 'replication.unseen')
  const [bytes, seconds] = [Math.max(...copies.map((copy) => copy.bytes ?? 0)), Math.max(...copies.map((copy) => copy.seconds ?? 0))]
  const values = { count: copies.length, megabytes: Math.ceil(bytes / megabyte), seconds: Math.ceil(seconds) }
  if (seconds < 30 && bytes < 64 * megabyte) return fine(context, 'doctor.replication.ok', values)
  return trouble(context, seconds < 300 && bytes < 1_024 * megabyte ? 'warn' : 'fail', 'replication.behind', values)
})
