import { databaseCheck, fine, trouble } from '../check.ts'

/** How many of the database's connections are taken: when none is left, pages fail for everybody. */
export const connections = databaseCheck('connections', async (context, ask) => {
  const rows = await ask<{ used: number; most: number }>(
    `select count(*)::int as used, current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as most
     from pg_stat_activity where backend_type = 'client backend'`,
  )
  const { used = 0, most = 1 } = rows[0] ?? {}
  if (used / most < 0.8) return fine(context, 'doctor.connections.ok', { used, most })
  return trouble(context, used / most < 0.95 ? 'warn' : 'fail', 'connections.many', { used, most })
})
