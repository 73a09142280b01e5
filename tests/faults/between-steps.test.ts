import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { runOffice, type RunningOffice } from '../support/running-office.ts'
import { fillIn, numbersOf, openOfficeDatabase, send } from '../support/submission.ts'
import { signUp } from '../support/visitor-client.ts'

let office: RunningOffice
before(async () => {
  office = await runOffice()
})
after(() => office?.stop())

/** In the order in which a submission writes to them. */
const steps = ['office.series', 'office.answers', 'office.events', 'office.cases', 'graphile_worker._private_jobs', 'office.drafts', 'office.commands']

for (const table of steps)
  test(`Killed when a submission has come as far as ${table}, the office has none of it, and a retry makes it one`, async () => {
    const visitor = await signUp(office.origin, `${randomUUID().slice(0, 8)}@warga.example`)
    const id = await fillIn(visitor)
    const command = randomUUID()
    const database = await openOfficeDatabase(office)
    await database.query('begin')
    // Nobody can write to the table now, so that the submission stands still where it would.
    await database.query(`lock table ${table} in share mode`)
    const sending = send(visitor, id, command)
    await untilSomebodyWaits(database, table)
    await office.kill()
    assert.equal(await sending, null, 'nothing was confirmed')
    // The database may have gone down with the office; either way the lock is let go.
    await database.end().catch(() => undefined)
    await office.start()
    assert.equal((await numbersOf(visitor)).size, 0)
    assert.equal((await visitor.get(`/applications/${id}/check`)).status, 200, 'the draft is there as it was')
    assert.equal(await send(visitor, id, command), 303)
    assert.equal((await numbersOf(visitor)).size, 1)
    assert.equal((await visitor.get(`/applications/${id}/receipt`)).status, 200)
  })

async function untilSomebodyWaits(database: pg.Client, table: string): Promise<void> {
  for (let wait = 0; wait < 600; wait++) {
    const { rowCount } = await database.query('select from pg_locks where not granted and relation = $1::regclass', [table])
    if (rowCount) return
    await sleep(50)
  }
  throw new Error(`The submission never came to ${table}.`)
}
