import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { readBackupState } from '../../src/adapters/backup/backup-state.ts'
import type { Target } from '../../src/adapters/backup/recover-database.ts'
import { restoreOffice, type Restored } from '../../src/adapters/backup/restore-office.ts'
import { takeBackup } from '../../src/adapters/backup/take-backup.ts'
import { startEmbeddedPostgres } from '../../src/adapters/postgres/embedded/start-embedded-postgres.ts'
import { openBackedUpOffice, type BackedUpOffice } from '../support/backed-up-office.ts'
import { submitResearch } from '../support/research.ts'

type Event = { readonly position: number; readonly hash: string }

const clients = 6
let house: BackedUpOffice
before(async () => {
  house = await openBackedUpOffice({ timed: true })
})
after(() => house?.clear())

test('Backed up while people work, killed, its disk lost: it goes on from the given second with exactly what was committed then', async (t) => {
  const load = beginLoad(house)
  t.after(() => load.stop())
  await until(() => load.acknowledged.length >= clients)
  const began = performance.now()
  const { id } = await takeBackup(house.plan)
  t.diagnostic(`The backup ${id} took ${Math.round(performance.now() - began)} ms, with ${load.acknowledged.length} applications acknowledged before and during it`)
  const after = load.acknowledged.length
  await until(() => load.acknowledged.length >= after + 2 * clients)
  const second = (Math.floor(Date.now() / 1_000) + 1) * 1_000
  await sleep(second - Date.now())
  const then = load.acknowledged.length
  await until(() => load.acknowledged.length >= then + 2 * clients)
  await house.client.query('select pg_switch_wal()')
  await until(async () => Date.parse((await readBackupState(house.folder)).archivedTo ?? '') > second + 1_000)
  const { rows: expected } = await house.client.query<Event>(
    "select position::int, encode(hash, 'hex') as hash from office.events where pg_xact_commit_timestamp(xmin) <= $1 order by position",
    [new Date(second)],
  )
  const { rows } = await house.client.query<{ count: number }>('select count(*)::int as count from office.events')
  assert.ok(rows[0]!.count > expected.length, 'there is something that has to be left out')

  process.kill(Number((await readFile(join(house.dataDir, 'postgres/cluster/postmaster.pid'), 'utf8')).split('\n')[0]), 'SIGKILL')
  await load.stop()
  await house.close()
  await rm(house.dataDir, { recursive: true, force: true })

  const lost = performance.now()
  const restored = await bringBack({ kind: 'time', at: second })
  t.diagnostic(`Brought back to ${new Date(second).toISOString()} in ${Math.round(performance.now() - lost)} ms: ${restored.events} of ${rows[0]!.count} events, ${restored.documents} documents`)
  assert.deepEqual(restored.problems, [])
  const { events, numbers } = await lookInto(join(house.dataDir, 'postgres'))
  assert.deepEqual(events, expected)
  for (const { number, at } of load.acknowledged) if (at < second) assert.ok(numbers.has(number), `${number} was acknowledged ${second - at} ms before`)
  for (const { number, begun } of load.acknowledged) if (begun > second) assert.ok(!numbers.has(number), `${number} was begun ${begun - second} ms after`)
})

function bringBack(target: Target): Promise<Restored> {
  return restoreOffice({ folder: house.folder, key: house.key, target, backup: null, log: () => undefined }, house.dataDir)
}

/** People who send applications until told to stop; an application that the killed office did not answer counts for nothing. */
function beginLoad({ opened, citizen }: BackedUpOffice) {
  const acknowledged: { readonly number: string; readonly begun: number; readonly at: number }[] = []
  let stopped = false
  const people = Array.from({ length: clients }, async () => {
    while (!stopped) {
      const begun = Date.now()
      try {
        const { number } = await submitResearch(opened.office, await citizen(`${randomUUID()}@warga.example`))
        acknowledged.push({ number, begun, at: Date.now() })
      } catch (error) {
        if (!stopped) await sleep(200)
        if (!(error instanceof Error)) throw error
      }
    }
  })
  return {
    acknowledged,
    stop: async () => {
      stopped = true
      await Promise.all(people)
    },
  }
}

async function lookInto(dir: string): Promise<{ readonly events: readonly Event[]; readonly numbers: ReadonlySet<string> }> {
  const postgres = await startEmbeddedPostgres({ dir, log: () => undefined, archive: 'later' })
  const client = new pg.Client({ connectionString: postgres.officeUrl })
  await client.connect()
  try {
    const { rows } = await client.query<Event>("select position::int, encode(hash, 'hex') as hash from office.events order by position")
    const cases = await client.query<{ number: string }>('select number from office.cases')
    return { events: rows, numbers: new Set(cases.rows.map(({ number }) => number)) }
  } finally {
    await client.end()
    await postgres.stop()
  }
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let wait = 0; wait < 3_000; wait++) {
    if (await isSo()) return
    await sleep(100)
  }
  throw new Error('It did not come so far in five minutes.')
}
