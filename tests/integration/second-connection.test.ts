import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { beside, holding } from '../../src/adapters/postgres/connection.ts'
import { openTestOffice, workday, type TestOffice } from '../support/test-office.ts'
import { makeReadyDrafts } from '../support/ready-drafts.ts'
import { submitApplication } from '../../src/usecases/submit-application.ts'
import type { Visitor } from '../../src/usecases/views.ts'

let house: TestOffice
before(async () => {
  house = await openTestOffice()
})
after(() => house.close())

test('Work that holds the only connection is refused a second one at once, and may ask beside on its own', async () => {
  const pool = house.database.openPool(1)
  const client = await pool.connect()
  const onMine = await holding(pool, client, async () => {
    await client.query('begin')
    await assert.rejects(async () => pool.query('select 1'), /second connection/)
    const { rows } = await beside(pool).query<{ pid: number }>('select pg_backend_pid() as pid')
    const mine = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    await client.query('commit')
    return rows[0]?.pid === mine.rows[0]?.pid
  })
  client.release()
  assert.equal(onMine, true)
})

test('What goes on after the work is done asks the pool again, and not a connection that is somebody else\'s by then', async () => {
  const pool = house.database.openPool(1)
  const client = await pool.connect()
  let later: Promise<number> | undefined
  await holding(pool, client, async () => {
    later = new Promise((resolve, reject) => setImmediate(() => beside(pool).query<{ one: number }>('select 1 as one').then(({ rows }) => resolve(rows[0]!.one), reject)))
  })
  client.release()
  assert.equal(await later, 1)
})

test('Sixty people send at once to an office whose calendar is looked at again, four times as many as it has connections: everybody is confirmed', async () => {
  const drafts = await makeReadyDrafts(house.office, 60)
  // A node that has read nothing yet, and whose calendar is old enough to be looked at again.
  const node = await house.secondNode()
  house.setNow(workday + 60_000)
  const visitor = (person: string): Visitor => ({ kind: 'citizen', person, email: 'warga@warga.example', locale: 'id' })
  const sent = await Promise.all(drafts.map((draft) => submitApplication(node, visitor(draft.person), { id: draft.id, command: draft.command, declared: true })))
  assert.equal(sent.filter(({ ok }) => ok).length, 60)
  const numbers = sent.flatMap((answer) => (answer.ok ? [answer.number] : []))
  assert.equal(new Set(numbers).size, 60)
})

test('While every connection is in the middle of something, what is read beside it comes all the same', async () => {
  const connections = 16
  const { office } = await house.openNode()
  const all = Promise.withResolvers<void>()
  let begun = 0
  await Promise.all(Array.from({ length: connections }, () => office.store.transaction(async (tx) => {
    if (++begun === connections) all.resolve()
    await tx.caseRow('00000000-0000-4000-8000-000000000000')
    await all.promise
    await Promise.all([office.places.place('jakarta-pusat'), office.places.unit('3171'), office.calendars.of('3171')])
  })))
  assert.equal(begun, connections, 'none had to give up and begin again')
})
