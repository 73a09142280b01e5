import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { listDemoMail, readDemoMail, startMailSink } from '../../src/adapters/mail/index.ts'
import { openTestOffice, type TestOffice } from '../support/test-office.ts'

let house: TestOffice
let sink: Awaited<ReturnType<typeof startMailSink>>
let mailDir: string
before(async () => {
  mailDir = await mkdtemp(join(tmpdir(), 'backup-mail-'))
  sink = await startMailSink({ dir: mailDir })
  house = await openTestOffice({ smtpUrl: sink.url })
})
after(async () => {
  await house?.close()
  await sink?.stop()
  await rm(mailDir, { recursive: true, force: true })
})

/** One night: the check is due, and comes to this. */
async function night(problem: string | null, operatorEmail: string | null = 'teknisi@kota.example'): Promise<void> {
  let checked = 0
  const worker = await house.opened.startWorker({ nightly: async () => (checked++, problem), operatorEmail })
  const pool = house.database.openPool(1)
  await pool.query("select graphile_worker.add_job('backup-check', max_attempts => 1)")
  const left = async () => Number((await pool.query<{ count: string }>("select count(*) from graphile_worker.jobs where task_identifier in ('backup-check', 'operator-mail') and (key is null or key <> 'first-backup')")).rows[0]!.count)
  for (let wait = 0; (checked === 0 || (await left()) > 0) && wait < 300; wait++) await sleep(100)
  await worker.stop()
  assert.equal(checked, 1)
}
const alarms = async () => (await listDemoMail(mailDir)).filter(({ subject }) => /Cadangan kantor gagal/.test(subject))

test('A night whose backup was good is told nobody', async () => {
  await night(null)
  assert.deepEqual(await alarms(), [])
})

test('A night whose backup could not be brought back is told the operator once, in both languages, with the command to give and the reason', async () => {
  await night('The restored log of events is not the one that was written.')
  const sent = await alarms()
  assert.deepEqual(sent.map(({ to }) => to), ['teknisi@kota.example'])
  const { text = '' } = (await readDemoMail(mailDir, sent[0]!.id)) ?? {}
  for (const part of ['npm run satu-pintu -- backup --check', "Tonight's backup", 'Kantor tetap buka', 'The restored log of events is not the one that was written.']) assert.ok(text.includes(part), part)
})

test('Without an address for the operator nothing is sent, and nothing waits', async () => {
  await night('The disk is full.', null)
  assert.equal((await alarms()).length, 1)
})
