import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { identityMigration } from '../../src/adapters/identity/identity-migration.ts'
import { openPool } from '../../src/adapters/postgres/connection.ts'
import { hostsOf } from '../../src/adapters/postgres/hosts-of.ts'
import { migrate } from '../../src/adapters/postgres/migrate.ts'
import { openPostgresStore } from '../../src/adapters/postgres/postgres-store.ts'
import { openReplicas, type Replicas } from '../../src/adapters/postgres/replicas.ts'
import type { Store } from '../../src/usecases/ports.ts'
import { openDatabasePair, type DatabasePair } from '../support/database-pair.ts'

const boundMs = 3_000
let databases: DatabasePair
let pool: pg.Pool
let replicas: Replicas
let store: Store
before(async () => {
  databases = await openDatabasePair()
  await migrate(databases.url, [{ name: '0002-identity.sql', sql: identityMigration }])
  pool = openPool(databases.url, 4)
  replicas = openReplicas(databases.url, pool, 2, boundMs)
  store = openPostgresStore(pool, replicas)
})
after(async () => {
  await replicas?.close()
  await pool?.end()
  await databases?.stop()
})

const save = async (wrapped: string): Promise<string> => {
  const id = randomUUID()
  await store.transaction((tx) => tx.saveDataKey(id, wrapped))
  return id
}
const read = (id: string) => store.reading((tx) => tx.dataKey(id))
/** At the server of that place in the address, as its superuser. */
async function at(place: number, statement: string): Promise<void> {
  const url = new URL(databases.superUrl())
  url.port = new URL(hostsOf(databases.url)[place]!).port
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

test('What may be old is read from the standby while it is close behind, and from the primary when it is too far behind', async () => {
  await until(() => replicas.pick() !== null)
  const first = await save('first')
  await until(async () => (await read(first)) === 'first')
  await at(1, 'select pg_wal_replay_pause()')
  const second = await save('second')
  assert.equal(await read(second), null, 'the standby was asked, which has not got it yet')
  assert.equal(await store.transaction((tx) => tx.dataKey(second)), 'second', 'who has just done something is never sent there')
  await until(async () => (await read(second)) === 'second')
  assert.equal(replicas.pick(), null, 'by then it is known to be behind')
  await at(1, 'select pg_wal_replay_resume()')
  await until(() => replicas.pick() !== null)
  assert.equal(await read(second), 'second')
})

test('Nothing can be saved there, and no more is seen than the office’s own role may see', async () => {
  await assert.rejects(store.reading((tx) => tx.saveDataKey(randomUUID(), 'never')), { code: '25006' })
  const standby = replicas.pick()!
  assert.deepEqual((await standby.query<{ role: string; standby: boolean }>('select current_user as role, pg_is_in_recovery() as standby')).rows, [{ role: 'satu_pintu_app', standby: true }])
  await assert.rejects(standby.query('select * from pg_authid'), { code: '42501' })
})

test('The primary dies: while there is none the standby goes on answering, and once promoted it answers for both', async () => {
  const third = await save('third')
  await until(async () => (await read(third)) === 'third')
  await databases.failOver()
  assert.equal(await read(third), 'third')
  await until(async () => (await save('fourth').then(read, () => null)) === 'fourth')
})

test('The standby dies: the primary answers in its place', async () => {
  await databases.rejoin()
  const fifth = await save('fifth')
  await until(() => replicas.pick() !== null)
  await until(async () => (await read(fifth)) === 'fifth')
  await databases.endStandby()
  assert.equal(await read(fifth), 'fifth')
  await until(() => replicas.pick() === null)
  assert.equal(await read(fifth), 'fifth')
})

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let wait = 0; wait < 600; wait++) {
    if (await isSo()) return
    await sleep(100)
  }
  throw new Error('It did not come so far in a minute.')
}
