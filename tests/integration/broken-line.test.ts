import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { deadAfterSeconds, forgetPool, giveBack, jobsOf, tellAlive } from '../../src/adapters/jobs/lost-jobs.ts'
import { isGone } from '../../src/adapters/postgres/lost-connection.ts'
import { openPostgresStore } from '../../src/adapters/postgres/postgres-store.ts'
import { startTestDatabase, type TestDatabase } from '../support/test-database.ts'

let database: TestDatabase
let pool: pg.Pool
let owner: pg.Client
before(async () => {
  database = await startTestDatabase()
  pool = database.openPool()
  owner = new pg.Client({ connectionString: database.adminUrl.replace(/\?.*/, '') })
  await owner.connect()
})
after(async () => {
  await owner?.end()
  await database?.stop()
})

/** Cuts the office's connections off, as a database does that is told to stop. */
const cut = () => owner.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'")
const lastOf = async (series: string) => (await owner.query<{ last: string }>('select last from office.series where name = $1', [series])).rows[0]?.last ?? null

test('what broke before the office asked for its end is done again, and counts once', async () => {
  const store = openPostgresStore(pool)
  let times = 0
  const number = await store.transaction(async (tx) => {
    times += 1
    const first = await tx.next('again')
    if (times === 1) await cut()
    await tx.next('again')
    return first
  })
  assert.deepEqual([times, number, await lastOf('again')], [2, 1, '2'])
})

test('what broke while its end was asked for is left to the person: it may have counted', async () => {
  let times = 0
  const breaking = new Proxy(pool, {
    get: (target, name) => name !== 'connect' ? Reflect.get(target, name) as unknown : async () => {
      const client = await target.connect()
      const query = client.query.bind(client) as (...args: readonly unknown[]) => Promise<unknown>
      Object.assign(client, { query: async (...args: readonly unknown[]) => {
        const answer = await query(...args)
        if (args[0] === 'commit') throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
        return answer
      } })
      return client
    },
  })
  await assert.rejects(openPostgresStore(breaking).transaction(async (tx) => {
    times += 1
    await tx.next('doubt')
  }), { code: 'ECONNRESET' })
  assert.deepEqual([times, await lastOf('doubt')], [1, '1'])
})

test('a statement that the database refuses is not taken for a broken line', async () => {
  const refused = await pool.query('select 1 / 0').catch((error: unknown) => error)
  assert.equal(isGone(refused), false)
  await cut()
  assert.equal((await pool.query<{ one: number }>('select 1 as one')).rows[0]?.one, 1, 'and after a broken line there is another')
})

/** A job that a pool was given so many seconds ago. */
async function handedOut(pool: string, secondsAgo: number): Promise<string> {
  const { rows } = await owner.query<{ id: string }>("select id::text as id from graphile_worker.add_job('booking-sweep', job_key => $1)", [randomUUID()])
  await owner.query('update graphile_worker._private_jobs set locked_by = $1, locked_at = now() - make_interval(secs => $2), attempts = 1 where id = $3', [pool, secondsAgo, rows[0]!.id])
  return rows[0]!.id
}
const holderOf = async (job: string) => (await owner.query<{ holder: string | null }>('select locked_by as holder from graphile_worker._private_jobs where id = $1', [job])).rows[0]?.holder ?? null

test('jobs of a node that is gone are taken over, those of the living are not', async () => {
  await tellAlive(pool, 'living')
  await pool.query('insert into job_pools (id, seen_at) values ($1, now() - make_interval(secs => $2))', ['gone', deadAfterSeconds + 1])
  const [living, gone, unheard, fresh] = [await handedOut('living', 3600), await handedOut('gone', 60), await handedOut('unheard', 60), await handedOut('unheard', 1)]
  assert.equal(await tellAlive(pool, 'me'), 2)
  assert.deepEqual([await holderOf(living), await holderOf(gone), await holderOf(unheard), await holderOf(fresh)], ['living', null, null, 'unheard'])
})

test('jobs that never reached their pool, and those of a pool that has ended, are given back', async () => {
  await tellAlive(pool, 'mine')
  const [lost, doing, other] = [await handedOut('mine', 1), await handedOut('mine', 1), await handedOut('other', 1)]
  assert.deepEqual((await jobsOf(pool, 'mine')).toSorted(), [lost, doing].toSorted())
  await giveBack(pool, 'mine', [lost, other])
  assert.deepEqual([await holderOf(lost), await holderOf(doing), await holderOf(other)], [null, 'mine', 'other'])
  await forgetPool(pool, 'mine')
  assert.equal(await holderOf(doing), null)
})
