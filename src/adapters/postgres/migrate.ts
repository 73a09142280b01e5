import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { runMigrations } from 'graphile-worker'
import type pg from 'pg'
import { newClient, newPool } from './connection.ts'

type Migration = { readonly name: string; readonly sql: string }

const folder = fileURLToPath(new URL('./migrations/', import.meta.url))

/**
 * Brings the database up to date: every migration once, in the order of their names, each in its own transaction, one
 * node at a time (advisory lock). Takes the owner's connection URL and migrations that other rooms bring along.
 * Throws when a migration that already ran was edited since.
 */
export async function migrate(ownerUrl: string, brought: readonly Migration[]): Promise<readonly string[]> {
  const client = newClient(ownerUrl)
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(7221926)')
    await client.query(`create table if not exists public.satu_pintu_migrations
      (name text primary key, digest text not null, ran_at timestamptz not null default now())`)
    const ran: string[] = []
    for (const migration of [...(await readMigrations()), ...brought].sort((a, b) => (a.name < b.name ? -1 : 1)))
      if (await runOnce(client, migration)) ran.push(migration.name)
    const pool = newPool(ownerUrl, { max: 1 })
    await runMigrations({ pgPool: pool }).finally(() => pool.end())
    await grantQueue(client)
    return ran
  } finally {
    await client.end()
  }
}

/** Whether every migration of this program has run in the database that the pool reaches. */
export async function isMigrated(pool: pg.Pool, brought: readonly Migration[]): Promise<boolean> {
  const names = [...(await readMigrations()), ...brought].map((migration) => migration.name)
  const { rows } = await pool.query<{ count: number }>(
    'select count(*)::int as count from public.satu_pintu_migrations where name = any($1)',
    [names],
  )
  return rows[0]?.count === names.length
}

/** Every migration of this program, with the digest that it must have where it ran. */
export async function knownMigrations(brought: readonly Migration[]): Promise<readonly { readonly name: string; readonly digest: string }[]> {
  return [...(await readMigrations()), ...brought].map(({ name, sql }) => ({ name, digest: digestOf(sql) }))
}

async function readMigrations(): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql'))
  return Promise.all(names.map(async (name) => ({ name, sql: await readFile(folder + name, 'utf8') })))
}

const digestOf = (sql: string) => createHash('sha256').update(sql).digest('hex')

async function runOnce(client: pg.Client, { name, sql }: Migration): Promise<boolean> {
  const digest = digestOf(sql)
  const { rows } = await client.query<{ digest: string }>('select digest from public.satu_pintu_migrations where name = $1', [name])
  if (rows[0]) {
    if (rows[0].digest !== digest) throw new Error(`Migration ${name} was changed after it ran here. Add a new one instead.`)
    return false
  }
  await client.query('begin')
  try {
    await client.query(sql)
    await client.query('insert into public.satu_pintu_migrations (name, digest) values ($1, $2)', [name, digest])
    await client.query('commit')
    return true
  } catch (error) {
    await client.query('rollback')
    throw new Error(`Migration ${name} failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}

/** The job queue's own tables belong to its library; the application may add and run jobs, not change the schema. */
async function grantQueue(client: pg.Client): Promise<void> {
  await client.query(`
    grant usage on schema graphile_worker to satu_pintu_app;
    grant select, insert, update, delete on all tables in schema graphile_worker to satu_pintu_app;
    grant usage on all sequences in schema graphile_worker to satu_pintu_app;
    grant execute on all functions in schema graphile_worker to satu_pintu_app;
    grant select on public.satu_pintu_migrations to satu_pintu_app;`)
  // Its tables have row security switched on without a policy, which shuts out everyone but their owner.
  for (const table of ['jobs', 'job_queues', 'tasks', 'known_crontabs'])
    await client.query(`
      drop policy if exists the_office on graphile_worker._private_${table};
      create policy the_office on graphile_worker._private_${table} to satu_pintu_app using (true) with check (true);`)
}
