import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { listDemoMail, readDemoMail, startMailSink } from '../../src/adapters/mail/index.ts'
import { watchHealth } from '../../src/adapters/watch-health.ts'
import { readIncidents } from '../../src/usecases/operations/read-incidents.ts'
import { addToIncident, openIncident } from '../../src/usecases/operations/write-incident.ts'
import type { Visitor } from '../../src/usecases/views.ts'
import { readCase } from '../../src/usecases/read-case.ts'
import { submitResearch } from '../support/research.ts'
import { openTestOffice, workday, type TestOffice } from '../support/test-office.ts'

let house: TestOffice
let tono: Visitor
let sink: Awaited<ReturnType<typeof startMailSink>>
let mailDir: string
before(async () => {
  mailDir = await mkdtemp(join(tmpdir(), 'incident-mail-'))
  sink = await startMailSink({ dir: mailDir })
  house = await openTestOffice({ smtpUrl: sink.url })
  tono = await house.staff('operator')
})
after(async () => {
  await house?.close()
  await sink?.stop()
  await rm(mailDir, { recursive: true, force: true })
})

const said = { words: 'Surel terlambat sejak pagi.', english: 'E-mail is late since this morning.' }
const open = (down: readonly string[] = ['messages'], command: string = randomUUID(), visitor: Visitor = tono) => openIncident(house.office, visitor, { ...said, down, command })
const newest = async () => (await readIncidents(house.office))[0] ?? assert.fail('There is no incident.')

test('An operator tells the public, adds news and closes; every node says so in both languages', async () => {
  assert.deepEqual(await open(), { ok: true })
  const incident = (await newest()).id
  house.setNow(workday + 60_000)
  assert.deepEqual(await addToIncident(house.office, tono, { words: 'Sedang diperbaiki.', english: '', incident, close: false, command: randomUUID() }), { ok: true })
  const other = await house.secondNode()
  await Promise.all([house.office.health.look(), other.health.look()])
  for (const node of [house.office, other]) {
    assert.deepEqual(node.health.standing().down, ['messages'])
    assert.deepEqual(node.health.incidents().list[0]?.entries.map(({ words }) => words), [{ id: said.words, en: said.english }, { id: 'Sedang diperbaiki.', en: null }])
  }
  house.setNow(workday + 120_000)
  assert.deepEqual(await addToIncident(house.office, tono, { words: 'Sudah pulih.', english: 'It is over.', incident, close: true, command: randomUUID() }), { ok: true })
  await house.office.health.look()
  assert.deepEqual(house.office.health.standing().down, [])
  assert.equal((await newest()).closedAt, workday + 120_000)
})

test('The same command twice is said once, and a closed incident stays as it was told', async () => {
  const command = randomUUID()
  const [one, two] = await Promise.all([open(['verify'], command), open(['verify'], command)])
  assert.deepEqual([one, two], [{ ok: true }, { ok: true }])
  assert.equal((await readIncidents(house.office)).filter(({ down }) => down.includes('verify')).length, 1)
  const { id: incident } = (await readIncidents(house.office)).find(({ down }) => down.includes('verify'))!
  const close = () => addToIncident(house.office, tono, { words: 'Selesai.', english: '', incident, close: true, command: randomUUID() })
  const closed = await Promise.all([close(), close()])
  assert.deepEqual(closed.map(({ ok }) => ok).sort(), [false, true], 'two operators close it: once')
  assert.deepEqual(await close(), { ok: false, refusal: { kind: 'AlreadyClosed' } })
})

test('Only an operator tells, only in words, and only about what people know', async () => {
  for (const visitor of [await house.staff('head'), await house.staff('verifier'), await house.citizen()])
    assert.deepEqual(await open(['apply'], randomUUID(), visitor), { ok: false, refusal: { kind: 'NoDuty' } })
  assert.deepEqual(await open([]), { ok: false, refusal: { kind: 'NothingNamed' } })
  assert.deepEqual(await open(['the-universe']), { ok: false, refusal: { kind: 'NothingNamed' } })
  assert.deepEqual(await openIncident(house.office, tono, { words: '  ', english: 'x', down: ['apply'], command: randomUUID() }), { ok: false, refusal: { kind: 'MessageMissing' } })
  assert.deepEqual(await addToIncident(house.office, tono, { ...said, incident: randomUUID(), close: true, command: randomUUID() }), { ok: false, refusal: { kind: 'NotFound' } })
})

test('What was told can not be changed, by the application or anybody', async () => {
  await assert.rejects(house.database.openPool(1).query("update office.incident_entries set words_id = 'nothing happened'"), /permission denied/)
  const owner = new pg.Client({ connectionString: house.database.adminUrl })
  await owner.connect()
  await assert.rejects(owner.query('delete from office.incident_entries'), /append-only/)
  await owner.end()
})

test('An operator may run the system and see no case', async () => {
  const { id } = await submitResearch(house.office, await house.citizen(), { places: { cities: ['3171', '3174'] } })
  assert.equal((await readCase(house.office, await house.staff('verifier'), id)).ok, true, 'it is a case of the operator’s own unit')
  assert.equal((await readCase(house.office, tono, id)).ok, false)
})

test('Every morning the operators hear how it is, with what mends it, and nobody else does', async () => {
  const worker = await house.opened.startWorker()
  const pool = house.database.openPool(1)
  await pool.query("select graphile_worker.add_job('doctor-mail', '{}')")
  const mails = await until(async () => (await listDemoMail(mailDir)).filter(({ subject }) => subject.startsWith('Satu Pintu: ')))
  await worker.stop()
  assert.deepEqual(mails.map(({ to }) => to), ['tono@demo.satupintu.example'])
  const mail = await readDemoMail(mailDir, mails[0]!.id)
  assert.match(mail?.text ?? '', /npm run -s satu-pintu -- give-duty EMAIL operator 31/)
  assert.match(mail?.text ?? '', /http:\/\/office\.example\/office\/health/)
})

test('A part is down after it failed twice, and up again at once; the log that was read stays while the database is away', async () => {
  let [database, mail] = [true, true]
  const list = await readIncidents(house.office)
  const health = await watchHealth({
    readIncidents: async () => (database ? list : Promise.reject(new Error('away'))),
    reachMail: async () => mail,
    canSign: async () => true,
    now: () => 5,
  })
  database = mail = false
  await health.look()
  assert.deepEqual(health.standing().down, [], 'one failure alarms nobody')
  await health.look()
  assert.deepEqual(health.standing().works, [])
  assert.deepEqual(health.incidents().list, list)
  database = true
  await health.look()
  assert.deepEqual(health.standing().down, [])
  health.stop()
})

async function until<T>(look: () => Promise<readonly T[]>): Promise<readonly T[]> {
  for (let wait = 0; wait < 600; wait++) {
    const found = await look()
    if (found.length > 0) return found
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return []
}
