import { knownMigrations } from '../../postgres/migrate.ts'
import { identityMigration } from '../../identity/identity-migration.ts'
import { databaseCheck, fine, trouble } from '../check.ts'

/** Program and database are of one version: an upgrade that stopped halfway, or an older program on newer data, shows here. */
export const migrations = databaseCheck('migrations', async (context, ask) => {
  const known = new Map((await knownMigrations([{ name: '0002-identity.sql', sql: identityMigration }])).map(({ name, digest }) => [name, digest]))
  const there = await ask<{ exists: boolean }>("select to_regclass('public.satu_pintu_migrations') is not null as exists")
  const ran = there[0]?.exists ? await ask<{ name: string; digest: string }>('select name, digest from public.satu_pintu_migrations') : []
  const newer = ran.filter(({ name }) => !known.has(name)).map(({ name }) => name)
  if (newer.length > 0) return trouble(context, 'fail', 'migrations.newer', { name: newer.sort().at(-1) ?? '' })
  const changed = ran.find(({ name, digest }) => known.get(name) !== digest)
  if (changed) return trouble(context, 'fail', 'migrations.changed', { name: changed.name })
  const pending = known.size - ran.length
  return pending > 0 ? trouble(context, 'fail', 'migrations.pending', { count: pending }) : fine(context, 'doctor.migrations.ok', { count: known.size })
})
