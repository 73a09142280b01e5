import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { examineDatabase } from '../../src/adapters/backup/examine-database.ts'
import type { Target } from '../../src/adapters/backup/recover-database.ts'
import { restoreOffice } from '../../src/adapters/backup/restore-office.ts'
import { takeBackup } from '../../src/adapters/backup/take-backup.ts'
import { openBackedUpOffice, type BackedUpOffice } from '../support/backed-up-office.ts'
import { submitResearch } from '../support/research.ts'

let house: BackedUpOffice
after(() => house?.clear())

const send = async (name: string) => (await submitResearch(house.opened.office, await house.citizen(`${name}@warga.example`))).number
const numbers = async () => (await house.client.query<{ number: string }>('select number from office.cases order by number')).rows.map(({ number }) => number)
/** The disk is lost: all that is left is the backup, with what the database had handed out when it was stopped. */
async function lose(target: Target) {
  await house.close()
  await rm(house.dataDir, { recursive: true })
  const restored = await restoreOffice({ folder: house.folder, key: house.key, target, backup: null, log: () => undefined }, house.dataDir)
  house = await openBackedUpOffice({ root: house.root })
  return restored
}

test('An office that was brought back is lost again before anybody took a new backup: it comes back with what was written since, and without what the first loss took', async () => {
  house = await openBackedUpOffice()
  const kept = [await send('sebelum')]
  await takeBackup(house.plan)
  kept.push(await send('jurnal'))
  await sleep(1_100 - (Date.now() % 1_000))
  const instant = Math.floor(Date.now() / 1_000) * 1_000
  await sleep(1_000)
  const gone = await send('hilang')
  await lose({ kind: 'time', at: instant })
  assert.deepEqual(await numbers(), kept.toSorted(), 'the first time it goes back to the second that was asked for')

  kept.push(await send('sesudah'))
  const before = await examineDatabase(house.client)
  const again = await lose({ kind: 'all' })
  assert.deepEqual({ ...again, backup: '', documents: 0 }, { ...before, backup: '', documents: 0 }, 'event by event what the restored office had written')
  assert.equal(again.documents, 9)

  kept.push(await send('ketiga'))
  await lose({ kind: 'all' })
  assert.deepEqual(await numbers(), kept.toSorted(), 'and a third time')
  // The same number was given again after the first loss: what must not come back is its case.
  assert.equal((await house.client.query("select from office.events where canonical like '%hilang%'")).rowCount, 0)
  assert.ok(gone !== '')
})
