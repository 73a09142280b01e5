import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import type { Office } from '../../src/usecases/ports.ts'
import { runAlarms } from '../../src/usecases/promises/run-alarms.ts'
import { takeTask } from '../../src/usecases/take-task.ts'
import { submitResearch } from '../support/research.ts'
import { openTestOffice } from '../support/test-office.ts'

test('An alarm that wakes too early while somebody takes the case is set again, and is not lost', async (t) => {
  const house = await openTestOffice()
  const owner = new pg.Client({ connectionString: house.database.adminUrl })
  await owner.connect()
  // Only the superuser behind the owner sees what other sessions wait for.
  await owner.query('set role none')
  t.after(async () => {
    await owner.end()
    await house.close()
  })
  const count = async (query: string) => Number((await owner.query<{ count: string }>(query)).rows[0]!.count)
  const [node, rina] = [await house.secondNode(), await house.staff('verifier')]
  const { id } = await submitResearch(house.office, await house.citizen())
  // The queue has handed the job out, though nothing is due yet.
  const waiting = `select count(*) from graphile_worker._private_jobs where key = 'promise:${id}'`
  await owner.query(`delete from graphile_worker._private_jobs where key = 'promise:${id}'`)

  let commit = () => {}
  const mayCommit = new Promise<void>((resolve) => (commit = resolve))
  const slow: Office = {
    ...house.office,
    store: { ...house.office.store, transaction: (work) => house.office.store.transaction(async (tx) => { const done = await work(tx); await mayCommit; return done }) },
  }
  const taken = takeTask(slow, rina, { id, reason: 'urgent-by-head', command: randomUUID() })
  await until(async () => (await count(`select count(*) from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`)) === 1)
  const woken = runAlarms(node, id)
  await until(async () => (await count(`select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)) === 1)
  assert.equal(await count(waiting), 0)
  commit()
  assert.ok((await taken).ok)
  assert.equal(await woken, 0, 'nothing was due')
  assert.equal(await count(waiting), 1)
})

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await wait(10)
}
