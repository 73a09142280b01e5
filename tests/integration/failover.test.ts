import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { prepare } from '../../scripts/prepare.ts'
import { draftsBeside } from '../support/beside.ts'
import { auditCrowd, recoveredAfter, sendAll } from '../support/crowd.ts'
import { openDatabasePair, type DatabasePair } from '../support/database-pair.ts'
import { runOffice, type RunningOffice } from '../support/running-office.ts'

const submissions = Number(process.env['SATU_PINTU_FAILOVER_SUBMISSIONS'] ?? 160)
const clients = Number(process.env['SATU_PINTU_FAILOVER_CLIENTS'] ?? 12)
const failovers = Number(process.env['SATU_PINTU_FAILOVERS'] ?? 1)
const origin = 'http://localhost:1'

let databases: DatabasePair
let dataDir: string
let nodes: RunningOffice[] = []
before(async () => {
  await prepare(() => undefined)
  databases = await openDatabasePair()
  dataDir = await mkdtemp(join(tmpdir(), 'two-nodes-'))
  const settings = { DEMO: '0', HOST: '127.0.0.1', LOG_LEVEL: 'error', DATABASE_URL: databases.url, DATA_DIR: dataDir, ORIGIN: origin }
  nodes = [await runOffice(settings), await runOffice(settings)]
})
after(async () => {
  for (const node of nodes) await node.stop()
  await databases?.stop()
  if (dataDir) await rm(dataDir, { recursive: true, force: true })
})

test(`The database's machine dies while ${clients} people send ${submissions} applications to two nodes, and its standby takes over: nothing that was confirmed is lost`, async (t) => {
  const drafts = await draftsBeside({ origin, dataDir }, { adminUrl: databases.url, appUrl: databases.url }, submissions)
  const crowd = sendAll(origin, nodes.map((node) => node.origin), drafts, clients)
  const fell: { readonly at: number; readonly promoted: number }[] = []
  for (let round = 0; round < failovers; round++) {
    while (crowd.outcomes.length < (submissions * (round + 0.5)) / (failovers + 0.5)) await Promise.race([sleep(5), crowd.over.then(() => sleep(5))])
    if (round > 0) await databases.rejoin()
    await sleep(Math.random() * 100)
    const at = performance.now()
    await databases.failOver()
    fell.push({ at, promoted: performance.now() - at })
  }
  await crowd.over
  const audit = await auditCrowd(databases.superUrl(), crowd.outcomes)
  for (const { at, promoted } of fell)
    t.diagnostic(`The primary was killed; the standby was promoted after ${Math.round(promoted)} ms, the next was confirmed after ${Math.round(recoveredAfter(crowd.outcomes, at))} ms`)
  t.diagnostic(`${crowd.confirmed()} of ${submissions} confirmed, ${audit.whole} whole, ${audit.untouched} still drafts; ${crowd.outcomes.filter(({ tries }) => tries > 1).length} had to press again`)
  assert.deepEqual({ half: audit.half, lost: audit.lost, doubled: audit.doubled }, { half: [], lost: [], doubled: 0 })
  assert.equal(audit.whole + audit.untouched, submissions)
})

test('After that both nodes are ready, and the jobs go on at the new primary', async () => {
  for (const node of nodes) assert.deepEqual(await (await fetch(`${node.origin}/readyz`)).json(), { ok: true, problems: [] })
  const client = new pg.Client({ connectionString: databases.superUrl() })
  await client.connect()
  try {
    await client.query("select graphile_worker.add_job('booking-sweep', job_key => 'after-the-failover')")
    for (let wait = 0; ; wait++) {
      if ((await client.query("select from graphile_worker._private_jobs where key = 'after-the-failover'")).rowCount === 0) break
      assert.ok(wait < 300, 'the job is done')
      await sleep(100)
    }
  } finally {
    await client.end()
  }
})
