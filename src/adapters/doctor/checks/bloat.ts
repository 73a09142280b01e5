import { databaseCheck, fine, trouble } from '../check.ts'

/** Fewer dead rows than this slow nothing down, whatever their share. */
const fewest = 50_000

/** Rows that were changed or removed and still take room: too many of them make every list slow. */
export const bloat = databaseCheck('bloat', async (context, ask) => {
  const rows = await ask<{ name: string; dead: number; share: number; cleaned: string | null }>(
    `select schemaname || '.' || relname as name, n_dead_tup::float8 as dead, n_dead_tup::float8 / greatest(1, n_live_tup + n_dead_tup) as share
     from pg_stat_user_tables where schemaname in ('office', 'identity', 'graphile_worker') and n_dead_tup >= $1
     order by n_dead_tup desc limit 1`,
    [fewest],
  )
  const worst = rows[0]
  if (!worst || worst.share < 0.3) return fine(context, 'doctor.bloat.ok')
  return trouble(context, worst.share < 0.7 ? 'warn' : 'fail', 'bloat.much', { table: worst.name, share: Math.round(worst.share * 100) })
})
