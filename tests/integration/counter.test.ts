import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { writeBatch } from '../../src/office/counter/batch.ts'
import { listDevices, revokeDevice } from '../../src/usecases/counter/devices.ts'
import { readCounterMail } from '../../src/usecases/counter/read-counter-mail.ts'
import { writeCounterMail } from '../../src/adapters/jobs/counter-tasks.ts'
import { proveDevice } from '../../src/usecases/counter/prove-device.ts'
import { readSnapshot } from '../../src/usecases/counter/read-snapshot.ts'
import { listOpenRecords, resolveRecord } from '../../src/usecases/counter/resolve-record.ts'
import { syncCounter } from '../../src/usecases/counter/sync-counter.ts'
import { readCase } from '../../src/usecases/read-case.ts'
import { trackByCode } from '../../src/usecases/track-application.ts'
import type { Visitor } from '../../src/usecases/views.ts'
import { hashOf, newDevice, type CounterDevice } from '../support/counter-device.ts'
import { checked, walkIn } from '../support/counter-work.ts'
import { approve, sign } from '../support/office-work.ts'
import { submitResearch } from '../support/research.ts'
import { openTestOffice, workday, type TestOffice } from '../support/test-office.ts'

const hour = 3_600_000
let house: TestOffice
let [lina, rina, bayu, sri]: Visitor[] = []
before(async () => {
  house = await openTestOffice()
  ;[lina, rina, bayu, sri] = [await house.staff('counter'), await house.staff('verifier'), await house.staff('verifier2'), await house.staff('head')]
})
after(() => house.close())

/** A counter of Central Jakarta with its officers signed in, cut off at ten in the morning. */
async function counter(): Promise<CounterDevice> {
  house.setNow(workday)
  const device = await newDevice(house.office, sri!, '3171')
  for (const officer of [rina!, bayu!, lina!]) await device.meet(house.office, officer)
  return device
}

const verdicts = ({ answers }: { readonly answers: readonly { readonly verdict: string }[] }) => answers.map(({ verdict }) => verdict)
const mailsAbout = async (record: string) => {
  const { rows } = await house.database.openPool(1).query<{ count: number }>(`select count(*)::int as count from graphile_worker.jobs where task_identifier = 'counter-mail' and key = $1`, [`counter-mail:${record}`])
  return rows[0]?.count
}
const openRecords = async () => {
  const list = await listOpenRecords(house.office, sri!, '3171')
  assert.ok(list.ok)
  return list.items
}

test('A walk-in at a counter that is alone has a receipt at once, and later the same number, time and code in the record', async () => {
  const device = await counter()
  device.now = workday + hour
  device.skew = 26 * hour
  const block = device.snapshot.numbers.find(({ kind }) => kind === 'application')!
  const { application, number, command } = await walkIn(house.office, device, lina!, 'Dewi Lestari')
  assert.deepEqual([application, number], [block.id, block.number])
  await device.does(rina!, checked(application), { after: [command] })
  house.setNow(workday + 8 * hour)
  assert.deepEqual(verdicts(await device.sync(house.office)), ['waiting', 'waiting'], 'its scans have not come')
  await device.uploadAll(house.office)
  const tracked = await trackByCode(house.office, { number, code: block.code!, address: 'a' })
  assert.ok(tracked.ok)
  assert.deepEqual([tracked.view.submittedAt, tracked.view.state], [workday + hour, 'signing'], 'the promise runs from the time on the receipt')
  const read = await readCase(house.office, sri!, application)
  assert.ok(read.ok)
  assert.equal(read.view.answers['name'], 'Dewi Lestari')
  assert.equal(read.view.documents.length, 3)
})

test('The same records again get the same answers, and nothing happens twice', async () => {
  const device = await counter()
  const { number } = await walkIn(house.office, device, lina!, 'Agus')
  await device.uploadAll(house.office)
  const kept = [...device.unsent]
  const first = await device.sync(house.office)
  device.unsent.push(...kept)
  assert.deepEqual((await device.sync(house.office)).answers, first.answers)
  const { rows } = await house.database.openPool(1).query<{ count: number }>('select count(*)::int as count from cases where number = $1', [number])
  assert.equal(rows[0]?.count, 1)
})

test('Of two counters that decided one case the first on record stands, the other is before a person with both sides', async () => {
  const { id, number } = await submitResearch(house.office, await house.citizen())
  const [one, two] = [await counter(), await counter()]
  await one.does(rina!, checked(id))
  await two.does(bayu!, checked(id, { outcome: { kind: 'reject', reasons: ['bukan-penelitian'], message: 'Bukan penelitian.' } }))
  house.setNow(workday + hour)
  assert.deepEqual([verdicts(await two.sync(house.office)), verdicts(await one.sync(house.office))], [['accepted'], ['set-aside']])
  const item = (await openRecords()).find((each) => each.number === number)
  assert.ok(item?.does?.kind === 'decide' && item.does.outcome?.kind === 'approve')
  const facts = await readCounterMail(house.office, item.hash)
  assert.deepEqual([await mailsAbout(item.hash), facts?.email, facts?.number], [1, (rina as Extract<Visitor, { kind: 'staff' }>).email, number], 'Rina is told, and only she')
  const mail = writeCounterMail('https://kantor.example', facts!)
  assert.match(mail.subject, new RegExp(number))
  assert.doesNotMatch(mail.text, /Dewi|Bukan penelitian/, 'it says nothing of the person, and nothing of what was decided')
  assert.equal(item.now?.outcome, 'rejected')
  assert.deepEqual(item.can, ['apply-now', 'give-up'])
  assert.deepEqual(await resolveRecord(house.office, sri!, { hash: item.hash, what: 'apply-now', reason: '' }), { ok: false, refusal: { kind: 'StillRefused' } })
  assert.deepEqual(await resolveRecord(house.office, sri!, { hash: item.hash, what: 'give-up', reason: ' ' }), { ok: false, refusal: { kind: 'ReasonMissing' } })
  assert.ok((await resolveRecord(house.office, sri!, { hash: item.hash, what: 'give-up', reason: 'Sudah ditolak di loket lain.' })).ok)
  assert.equal((await openRecords()).some((each) => each.number === number), false)
})

test('A damaged record is before a person and holds up none after it', async () => {
  const device = await counter()
  const names = ['Budi', 'Citra', 'Dian']
  const taken = []
  for (const name of names) taken.push(await walkIn(house.office, device, lina!, name))
  await device.uploadAll(house.office)
  const [first, second, third] = device.unsent
  const tampered = { ...second!, body: second!.body.replace('Citra', 'Cokro') }
  const bytes = new TextEncoder().encode(writeBatch([first!, tampered, third!]))
  const found = await house.office.store.transaction((tx) => tx.counterDevice(device.id))
  const synced = await syncCounter(house.office, found!, (async function* () { yield bytes })())
  assert.deepEqual(verdicts(synced), ['accepted', 'set-aside', 'accepted'])
  const devices = await listDevices(house.office, sri!, '3171')
  assert.ok(devices.ok)
  assert.deepEqual(devices.devices.find(({ id }) => id === device.id)?.gaps, [2], 'the head sees which record is missing')
  device.unsent.splice(0, 3, second!)
  assert.deepEqual(verdicts(await device.sync(house.office)), ['accepted'], 'the whole one comes later, and counts')
})

test('A device that was stolen is told to wipe, its numbers are void, and what it brings waits for a person', async () => {
  const device = await counter()
  const { application, number } = await walkIn(house.office, device, lina!, 'Eka')
  await device.uploadAll(house.office)
  assert.ok((await revokeDevice(house.office, sri!, { id: device.id })).ok)
  const synced = await device.sync(house.office)
  assert.deepEqual([verdicts(synced), synced.wipe], [['set-aside'], true])
  const found = await house.office.store.transaction((tx) => tx.counterDevice(device.id))
  assert.deepEqual(await readSnapshot(house.office, lina!, found!, { services: {}, cases: {} }), { ok: false, refusal: { kind: 'DeviceRevoked' } })
  const listed = await listDevices(house.office, sri!, '3171')
  assert.ok(listed.ok)
  const { lent, voided } = listed.devices.find(({ id }) => id === device.id)!.numbers
  assert.equal(voided, lent)
  const item = (await openRecords()).find((each) => each.does?.kind === 'take-in' && each.does.application === application)!
  assert.ok((await resolveRecord(house.office, sri!, { hash: item.hash, what: 'apply-now', reason: '' })).ok, 'an honest officer took it in before: it counts')
  assert.equal((await house.office.store.transaction((tx) => tx.caseByNumber(number)))?.id, application)
})

test('A number that was used before gives way to another one, with all that was typed and scanned', async () => {
  const device = await counter()
  const first = await walkIn(house.office, device, lina!, 'Fajar')
  await device.uploadAll(house.office)
  assert.deepEqual(verdicts(await device.sync(house.office)), ['accepted'])
  await walkIn(house.office, device, lina!, 'Gita', (does) => ({ ...does, application: first.application, number: first.number, documents: [...does.documents] }))
  for (const { bytes } of [...device.scans.values()]) await device.upload(house.office, first.application, bytes)
  const { answers } = await device.sync(house.office)
  assert.deepEqual(answers[0]?.answer, { reason: { kind: 'NumberUsed' } })
  const done = await resolveRecord(house.office, sri!, { hash: answers[0]!.hash, what: 'other-number', reason: '' })
  assert.ok(done.ok && done.number !== null && done.number !== first.number, JSON.stringify(done))
  const row = await house.office.store.transaction((tx) => tx.caseByNumber(done.number ?? ''))
  const read = await readCase(house.office, rina!, row?.id ?? '')
  assert.ok(read.ok)
  assert.deepEqual([read.view.answers['name'], read.view.documents.length], ['Gita', 3])
})

test('The receipt of a walk-in that got another number still leads to the case', async () => {
  const device = await counter()
  const { application, number } = await walkIn(house.office, device, lina!, 'Hasan')
  const { code } = device.snapshot.numbers.find((each) => each.id === application)!
  await device.uploadAll(house.office)
  assert.ok((await revokeDevice(house.office, sri!, { id: device.id })).ok)
  const { answers } = await device.sync(house.office)
  const old = { number, code: code!, address: 'receipt' }
  assert.equal((await trackByCode(house.office, old)).ok, false)
  const done = await resolveRecord(house.office, sri!, { hash: answers[0]!.hash, what: 'other-number', reason: '' })
  assert.ok(done.ok && done.number !== null)
  const tracked = await trackByCode(house.office, old)
  assert.ok(tracked.ok)
  assert.equal(tracked.view.number, done.number)
  assert.equal((await trackByCode(house.office, { ...old, code: 'AAAA-AAAA' })).ok, false, 'the number alone opens nothing')
})

test('A record whose person was erased is given up without a reason that nobody could read, and the officer is told', async () => {
  const { id } = await submitResearch(house.office, await house.citizen())
  const device = await counter()
  await device.does(rina!, checked(id, { seen: { task: 'check', answersVersion: 9, returned: null } }))
  const { answers } = await device.sync(house.office)
  assert.deepEqual(verdicts({ answers }), ['set-aside'])
  await house.database.openPool(1).query('update data_keys set wrapped = null where id = $1', [id])
  const done = await resolveRecord(house.office, sri!, { hash: answers[0]!.hash, what: 'give-up', reason: 'Pemohon minta dihapus.' })
  assert.deepEqual(done, { ok: true, verdict: 'given-up', number: null, reasonLost: true })
})

test('What builds on a record waits with it, and is judged when a person has put it right', async () => {
  const device = await counter()
  const { application, command } = await walkIn(house.office, device, lina!, 'Hana', (does) => ({ ...does, answers: { ...does.answers, nik: '1' } }))
  await device.does(rina!, checked(application), { after: [command] })
  await device.uploadAll(house.office)
  const { answers } = await device.sync(house.office)
  assert.deepEqual(verdicts({ answers }), ['set-aside', 'waiting'])
  assert.deepEqual(answers[0]?.answer, { reason: { kind: 'Incomplete', fields: ['nik'], documents: [] } })
  assert.ok((await resolveRecord(house.office, sri!, { hash: answers[0]!.hash, what: 'give-up', reason: 'NIK tidak terbaca.' })).ok)
  assert.ok((await openRecords()).some((each) => each.does?.kind === 'decide' && each.does.application === application && each.verdict === 'set-aside'))
})

test('Tickets of the share and permits handed out stand in the record; a permit is handed out once', async () => {
  const { id } = await submitResearch(house.office, await house.citizen())
  await approve(house.office, rina!, id)
  const permit = await sign(house.office, sri!, id)
  const [one, two] = [await counter(), await counter()]
  assert.ok(one.snapshot.permits.some(({ number }) => number === permit))
  const ticket = one.nextTicket('jakarta-pusat', 'pickup')
  await one.does(lina!, { kind: 'ticket', ticket: ticket.id, priority: 'elderly' })
  await one.does(lina!, { kind: 'hand-out', application: id, permit })
  await two.does(lina!, { kind: 'hand-out', application: id, permit })
  assert.deepEqual(verdicts(await one.sync(house.office)), ['accepted', 'accepted'])
  assert.deepEqual((await two.sync(house.office)).answers[0]?.answer, { reason: { kind: 'AlreadyHandedOut' } })
  const row = await house.office.store.transaction((tx) => tx.ticket(ticket.id))
  assert.deepEqual([row?.state, row?.priority, `${row?.letter}-${String(row?.sequence).padStart(3, '0')}`], ['waiting', 'elderly', ticket.number])
})

test('A fault of the office itself sets a record aside and lets the next one pass; applied when it is mended, it counts', async () => {
  const device = await counter()
  const { number } = await walkIn(house.office, device, lina!, 'Kiki')
  await device.does(lina!, { kind: 'ticket', ticket: device.nextTicket('jakarta-pusat', 'originals').id, priority: null })
  await device.uploadAll(house.office)
  const { keys } = house.office
  const broken = { ...house.office, keys: { ...keys, seal: (...[key, text, aad]: Parameters<typeof keys.seal>) => (aad === 'answers' ? assert.fail('broken') : keys.seal(key, text, aad)) } }
  const { answers } = await device.sync(broken)
  assert.deepEqual(verdicts({ answers }), ['set-aside', 'accepted'])
  const done = await resolveRecord(house.office, sri!, { hash: answers[0]!.hash, what: 'apply-now', reason: '' })
  assert.deepEqual(done, { ok: true, verdict: 'accepted', number: null })
  assert.ok(await house.office.store.transaction((tx) => tx.caseByNumber(number)))
})

test('Only who signed in on the device counts, in the duties that they have', async () => {
  const device = await counter()
  const strange = await house.staff('counter2')
  await walkIn(house.office, device, strange, 'Ika')
  await walkIn(house.office, device, rina!, 'Joko')
  await device.uploadAll(house.office)
  assert.deepEqual((await device.sync(house.office)).answers.map(({ answer }) => answer), [{ reason: { kind: 'UnknownOfficer' } }, { reason: { kind: 'NoDuty', duty: 'counter' } }])
})

test('A snapshot has what the duties allow, leaves out what the device has, and every copied case is on the record', async () => {
  const { id } = await submitResearch(house.office, await house.citizen())
  const device = await counter()
  const found = await house.office.store.transaction((tx) => tx.counterDevice(device.id))
  const whole = await readSnapshot(house.office, rina!, found!, { services: {}, cases: {} })
  assert.ok(whole.ok)
  const held = whole.snapshot.cases.find((each) => each.id === id)
  assert.equal(held?.answers['name'], 'Dewi Lestari')
  assert.deepEqual([whole.snapshot.numbers, whole.snapshot.permits], [[], []], 'a verifier lends no numbers and hands nothing out')
  const have = { services: Object.fromEntries(whole.snapshot.services.map((each) => [each.id, each.version])), cases: Object.fromEntries(whole.snapshot.cases.map((each) => [each.id, each.application.version])) }
  const delta = await readSnapshot(house.office, rina!, found!, have)
  assert.ok(delta.ok)
  assert.deepEqual([delta.snapshot.cases, delta.snapshot.services.filter(({ files }) => files !== null)], [[], []])
  assert.ok(delta.snapshot.keep.includes(id))
  const reads = await house.office.store.transaction((tx) => tx.readsOf(id))
  assert.ok(reads.some(({ role }) => role === 'verifier'))
  assert.deepEqual(device.snapshot.cases, [], 'who serves at the counter sees no cases')
})

test('A word of a device opens what it was said for, and nothing else', async () => {
  const device = await counter()
  const now = house.office.now()
  assert.equal((await proveDevice(house.office, await device.word('snapshot', '', now), 'snapshot', ''))?.id, device.id)
  assert.equal(await proveDevice(house.office, await device.word('snapshot', '', now), 'sync', ''), null)
  assert.equal(await proveDevice(house.office, await device.word('snapshot', '', now - hour), 'snapshot', ''), null, 'overheard an hour ago')
  const other = await counter()
  assert.equal(await proveDevice(house.office, (await device.word('sync', '', now)).replace(/\..*/, `.${await other.sign('x')}`), 'sync', ''), null)
  assert.equal(await proveDevice(house.office, `Counter ${hashOf(randomUUID())}.x`, 'sync', ''), null)
})
