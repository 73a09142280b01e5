import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { identityMigration } from '../../src/adapters/identity/identity-migration.ts'
import { openPool } from '../../src/adapters/postgres/connection.ts'
import { startEmbeddedPostgres } from '../../src/adapters/postgres/embedded/start-embedded-postgres.ts'
import { migrate } from '../../src/adapters/postgres/migrate.ts'

export type TestDatabase = {
  readonly adminUrl: string
  readonly appUrl: string
  /** A new pool of the application's role, as another node would have. Ended by `stop`. */
  openPool(max?: number): pg.Pool
  stop(): Promise<void>
}

/** The database of a test server that all others are copies of: migrating each by itself took a second. */
const migrated = 'migrated'

/** A real PostgreSQL server in a temporary folder, for all tests of one run. */
export async function startTestServer(): Promise<{ readonly superUrl: string; stop(): Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'satu-pintu-test-'))
  const server = await startEmbeddedPostgres({ dir, log: () => undefined, fast: true })
  await inServer(server.superUrl, `create database ${migrated} owner satu_pintu_owner template template0`)
  await migrate(asOwner(server.superUrl, migrated), [{ name: '0002-identity.sql', sql: identityMigration }])
  return {
    superUrl: server.superUrl,
    stop: async () => {
      await server.stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

/** A migrated database of its own, on the run's server, or on one just for this test when it is run alone. */
export async function startTestDatabase(): Promise<TestDatabase> {
  const shared = process.env['SATU_PINTU_TEST_ADMIN_URL']
  const own = shared ? null : await startTestServer()
  const superUrl = shared ?? own!.superUrl
  const name = `test_${randomBytes(6).toString('hex')}`
  const password = randomBytes(16).toString('hex')
  await inServer(superUrl, `create database ${name} owner satu_pintu_owner template ${migrated}`)
  const adminUrl = asOwner(superUrl, name)
  // A login with the application's rights and no more, so that a test fails where the office would.
  await inServer(superUrl, `create role ${name} login in role satu_pintu_app password '${password}'`)
  const appUrl = withDatabase(superUrl, name, {}, { user: name, password })
  const pools: pg.Pool[] = []
  return {
    adminUrl,
    appUrl,
    openPool: (max = 5) => {
      const pool = openPool(appUrl, max)
      pools.push(pool)
      return pool
    },
    stop: async () => {
      await Promise.all(pools.map((pool) => pool.end()))
      await inServer(superUrl, `drop database ${name} with (force)`)
      await inServer(superUrl, `drop role ${name}`)
      await own?.stop()
    },
  }
}

const asOwner = (superUrl: string, database: string) => withDatabase(superUrl, database, { options: '-c role=satu_pintu_owner' })

type Login = { readonly user: string; readonly password: string }

function withDatabase(superUrl: string, database: string, query: Readonly<Record<string, string>>, login?: Login): string {
  const url = new URL(superUrl)
  url.pathname = `/${database}`
  if (login) Object.assign(url, { username: login.user, password: login.password })
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  return url.href
}

async function inServer(superUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: superUrl })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}
