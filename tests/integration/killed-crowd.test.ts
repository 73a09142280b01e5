import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { prepare } from '../../scripts/prepare.ts'
import { auditCrowd, recoveredAfter, sendAll } from '../support/crowd.ts'
import { databaseOf, draftsBeside } from '../support/beside.ts'
import { runOffice, type RunningOffice } from '../support/running-office.ts'

const submissions = Number(process.env['SATU_PINTU_KILLED_SUBMISSIONS'] ?? 120)
const clients = Number(process.env['SATU_PINTU_KILLED_CLIENTS'] ?? 40)
const rounds = Number(process.env['SATU_PINTU_KILLED_ROUNDS'] ?? 1)

let office: RunningOffice
before(async () => {
  await prepare(() => undefined)
  // Without a mail server every receipt waits in the queue, where it can be counted.
  office = await runOffice({ DEMO: '0', HOST: '127.0.0.1', LOG_LEVEL: 'error' })
})
after(() => office?.stop())

const chief = async () => Number((await readFile(join(office.dataDir, 'postgres/cluster/postmaster.pid'), 'utf8')).split('\n')[0])
const killDatabase = async () => process.kill(await chief(), 'SIGKILL')

/** Each gives back when the office, with what it needs, has been started again where it does not start by itself. */
const kills = {
  'the office': async () => {
    await office.kill()
    await office.start()
  },
  'the database': killDatabase,
  'one connection of the database': async () => {
    const client = new pg.Client({ connectionString: (await databaseOf(office)).superUrl })
    client.on('error', () => undefined)
    await client.connect()
    const { rows } = await client.query<{ pid: number }>("select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid() order by random() limit 1")
    if (rows[0]) process.kill(rows[0].pid, 'SIGKILL')
    await client.end().catch(() => undefined)
  },
  both: async () => {
    await Promise.all([killDatabase(), office.kill()])
    await office.start()
  },
}

test(`The office, its database and both are killed while ${clients} people send ${submissions} applications: whatever was confirmed is there once, nothing is there by half`, async (t) => {
  const drafts = await draftsBeside(office, await databaseOf(office), submissions)
  const victims = Array.from({ length: rounds }, () => Object.entries(kills)).flat()
  const crowd = sendAll(office.origin, [office.origin], drafts, clients)
  const ends: Promise<unknown> = crowd.over
  const fell: { readonly who: string; readonly at: number }[] = []
  for (const [index, [who, kill]] of victims.entries()) {
    // Spread over the whole of it, and not at the same point of anything.
    const share = Math.floor((submissions * (index + 0.5)) / (victims.length + 1))
    while (crowd.outcomes.length < share) await Promise.race([sleep(5), ends.then(() => sleep(5))])
    await sleep(Math.random() * 60)
    fell.push({ who, at: performance.now() })
    await kill()
  }
  await crowd.over
  const { superUrl } = await databaseOf(office)
  const audit = await auditCrowd(superUrl, crowd.outcomes)
  for (const { who, at } of fell) t.diagnostic(`Killed ${who}: the next was confirmed after ${Math.round(recoveredAfter(crowd.outcomes, at))} ms`)
  t.diagnostic(`${crowd.confirmed()} of ${submissions} confirmed, ${audit.whole} whole, ${audit.untouched} still drafts; ${crowd.outcomes.filter(({ tries }) => tries > 1).length} had to press again`)
  assert.deepEqual({ half: audit.half, lost: audit.lost, doubled: audit.doubled }, { half: [], lost: [], doubled: 0 })
  assert.equal(audit.whole + audit.untouched, submissions)
  assert.ok(crowd.outcomes.every(({ confirmed, draft }) => confirmed || drafts.indexOf(draft) % 5 === 0), 'who went on pressing was served')
})

test('After all that the office is whole: it says so, and its jobs go on', async () => {
  const ready = await fetch(`${office.origin}/readyz`)
  assert.deepEqual(await ready.json(), { ok: true, problems: [] })
  const client = new pg.Client({ connectionString: (await databaseOf(office)).adminUrl })
  await client.connect()
  try {
    await client.query("select graphile_worker.add_job('booking-sweep', job_key => 'after-all-that')")
    for (let wait = 0; ; wait++) {
      const { rowCount } = await client.query("select from graphile_worker._private_jobs where key = 'after-all-that'")
      if (rowCount === 0) break
      assert.ok(wait < 300, 'the job is done')
      await sleep(100)
    }
  } finally {
    await client.end()
  }
})
