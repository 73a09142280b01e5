import { fine, trouble, type Check } from '../check.ts'

/** Grants `with set true` came with 16. */
const oldest = 16

/** The database answers, takes writes and is of a version that the office runs on. */
export const database: Check = {
  id: 'database',
  run: async (context) => {
    if (!context.ask) return trouble(context, 'fail', context.ownDatabase ? 'database.down' : 'database.asleep', { code: context.trouble })
    const rows = await context.ask<{ version: string; readonly: boolean; replica: boolean }>(
      `select current_setting('server_version') as version, current_setting('default_transaction_read_only') = 'on' as readonly, pg_is_in_recovery() as replica`,
    )
    const { version = '', readonly = false, replica = false } = rows[0] ?? {}
    const values = { version: version.split(' ')[0] ?? '' }
    if (Number.parseInt(version, 10) < oldest) return trouble(context, 'fail', 'database.old', { ...values, oldest })
    if (replica || readonly) return trouble(context, 'fail', 'database.read-only', values)
    return fine(context, 'doctor.database.ok', values)
  },
}
