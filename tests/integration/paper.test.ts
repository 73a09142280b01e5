import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { without } from '../../src/adapters/pdf/pdf-text.ts'
import { isPaperPicture, newPicture } from '../../src/office/paper/paper-form.ts'
import { attachDocument } from '../../src/usecases/attach-document.ts'
import { sendBack } from '../../src/usecases/decide-case.ts'
import { accountForPaper, readPack, readPacks } from '../../src/usecases/paper/account-for-paper.ts'
import { correctPaper, enterPaper, keepPaper } from '../../src/usecases/paper/enter-paper.ts'
import { findByPicture } from '../../src/usecases/paper/find-by-picture.ts'
import { keepPicture } from '../../src/usecases/paper/keep-picture.ts'
import { findPaper, openPaper } from '../../src/usecases/paper/open-paper.ts'
import { packPdf, printPack } from '../../src/usecases/paper/print-pack.ts'
import { readCase } from '../../src/usecases/read-case.ts'
import { openDocument } from '../../src/usecases/open-document.ts'
import { startApplication } from '../../src/usecases/start-application.ts'
import { takeTask } from '../../src/usecases/take-task.ts'
import { trackByCode } from '../../src/usecases/track-application.ts'
import { trackingCode } from '../../src/usecases/tracking-code.ts'
import type { Visitor } from '../../src/usecases/views.ts'
import { enter, printForms, sheetOf, typeIn } from '../support/paper.ts'
import { letter, submitResearch } from '../support/research.ts'
import { openTestOffice, workday, type TestOffice } from '../support/test-office.ts'

let test_: TestOffice
let head: Visitor
let counter: Visitor
let verifier: Visitor
before(async () => {
  test_ = await openTestOffice()
  ;[head, counter, verifier] = await Promise.all([test_.staff('head'), test_.staff('counter2'), test_.staff('verifier')])
})
after(() => test_?.close())

const hour = 3_600_000
const track = (number: string, code: string) => trackByCode(test_.office, { number, code, address: randomUUID() })

test('A form that was filled in during a power cut becomes one application, promised from the time on its receipt', async () => {
  const { office } = test_
  test_.setNow(workday)
  const { serials: [serial = ''], ids: [id = ''] } = await printForms(office, head, 1)
  const receivedAt = workday + hour
  const code = trackingCode(office, id)
  // Two working days later the light is back.
  test_.setNow(workday + 50 * hour)
  const waiting = await track(serial, code)
  assert.deepEqual(!waiting.ok && waiting.refusal, { kind: 'PaperNotEntered', state: 'printed' })
  assert.equal(await typeIn(office, counter, serial, receivedAt), id)
  const entered = await enter(office, counter, serial, receivedAt)
  assert.ok(entered.ok)

  const followed = await track(serial, code)
  assert.ok(followed.ok)
  const { view } = followed
  assert.equal(view.number, entered.number)
  assert.equal(view.submittedAt, receivedAt)
  const clock = await office.calendars.of(view.unit.code)
  assert.equal(view.deadline, clock.deadline({ submittedAt: receivedAt, days: view.service.days, stops: [] }))
  assert.ok(view.late, 'the promise of the receipt is over, and the office says so')
  assert.equal((await office.store.transaction((tx) => tx.caseRow(id)))?.deadline, view.deadline)

  // The record has both times and the officer; the same number and code lead to it as well.
  const [first] = await office.store.transaction((tx) => tx.stream(id))
  assert.ok(first?.event.type === 'ApplicationSubmitted')
  assert.equal(first.event.channel, 'paper')
  assert.equal(first.event.paper?.receivedAt, receivedAt)
  assert.equal(first.event.paper?.serial, serial)
  assert.equal(first.at, workday + 50 * hour)
  assert.deepEqual(first.by, { kind: 'staff', person: counter.person, role: 'counter' })
  assert.ok((await track(entered.number, code)).ok)
  assert.ok(!(await track(serial, trackingCode(office, randomUUID()))).ok, 'another code opens nothing')
})

test('The same serial entered twice, or by ten at once, is the same one application', async () => {
  const { office } = test_
  test_.setNow(workday)
  const { serials: [serial = ''], ids: [id = ''] } = await printForms(office, head, 1)
  await typeIn(office, counter, serial, workday)
  const command = randomUUID()
  const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => enter(office, counter, serial, workday, index < 5 ? command : randomUUID())))
  const numbers = new Set(answers.flatMap((answer) => (answer.ok ? [answer.number] : [])))
  assert.equal(numbers.size, 1)
  assert.ok(answers.every((answer) => answer.ok || answer.refusal.kind === 'AlreadyUsed'))
  const again = await openPaper(office, counter, serial)
  assert.ok(again.ok)
  assert.deepEqual([again.view.form.id, again.view.number, again.view.draft], [id, [...numbers][0], null])
})

test('What is forged, of another unit, used, or not for this person is refused, and says what it is', async () => {
  const { office } = test_
  test_.setNow(workday)
  const { serials: [serial = ''] } = await printForms(office, head, 1)
  const refusal = async (visitor: Visitor, typed: string) => {
    const found = await findPaper(office, visitor, typed)
    return found.ok ? null : found.refusal.kind
  }
  assert.equal(await refusal(counter, serial.toLowerCase().replaceAll('-', ' ')), null)
  const letters = serial.slice(-4)
  const forged = serial.slice(0, -4) + (letters === 'ABCD' ? 'ABCE' : 'ABCD')
  assert.equal(await refusal(counter, forged), 'Forged')
  // The check letters of one number are not good for the next.
  assert.equal(await refusal(counter, serial.replace(/-(\d+)-/, (_, digits: string) => `-${String(Number(digits) + 1).padStart(4, '0')}-`)), 'Forged')
  assert.equal(await refusal(counter, 'IP-26-000123-4'), 'NoSerial')
  assert.equal(await refusal(head, serial), 'NoDuty')
  const province = await test_.staff('head-province')
  const { serials: [elsewhere = ''] } = await printForms(office, province, 1, '31')
  const other = await findPaper(office, counter, elsewhere)
  assert.ok(!other.ok && other.refusal.kind === 'OtherUnit')
  assert.equal(other.refusal.unit.code, '31')
  const opened = await openPaper(office, counter, elsewhere)
  assert.ok(!opened.ok)
})

test('The time on the receipt can be neither to come nor before the form was printed; unsigned, unpictured or incomplete is not entered', async () => {
  const { office } = test_
  test_.setNow(workday)
  const { serials: [serial = '', bare = ''] } = await printForms(office, head, 2)
  test_.setNow(workday + 2 * hour)
  await typeIn(office, counter, serial, workday + hour)
  const kind = async (request: Partial<Parameters<typeof enterPaper>[2]>) => {
    const entered = await enterPaper(office, counter, { serial, receivedAt: workday + hour, signed: true, command: randomUUID(), ...request })
    return entered.ok ? null : entered.refusal.kind
  }
  assert.equal(await kind({ receivedAt: workday + 3 * hour }), 'InTheFuture')
  assert.equal(await kind({ receivedAt: workday - 2 * 60_000 }), 'BeforePrinted')
  assert.equal(await kind({ receivedAt: null }), 'NoTime')
  assert.equal(await kind({ signed: false }), 'NotSigned')
  assert.ok((await openPaper(office, counter, bare)).ok)
  assert.equal(await kind({ serial: bare }), 'NoPicture')
  const kept = await keepPaper(office, counter, { serial, receivedAt: null, groups: { applicant: { nik: ['12'], name: ['Dewi Lestari'], phone: ['0812 3456 7890'], address: ['Jl. Cikini Raya 12'] } } })
  assert.ok(kept.ok)
  assert.equal(await kind({}), 'Incomplete')
  const view = await openPaper(office, counter, serial)
  assert.ok(view.ok)
  assert.equal(view.view.draft?.answers['nik'], '12', 'what was typed is kept as it was typed')
  assert.equal(view.view.form.receivedAt, workday + hour, 'and so is the time')
})

test('Answers are checked by the day on which they were handed in: an end date that passed during the outage is no mistake', async () => {
  const { office } = test_
  const printed = Date.parse('2027-05-30T03:00:00Z')
  test_.setNow(printed)
  const { serials: [serial = ''] } = await printForms(office, head, 1)
  test_.setNow(Date.parse('2027-06-02T03:00:00Z'))
  await typeIn(office, counter, serial, printed)
  assert.ok((await enter(office, counter, serial, printed)).ok)
})

test('Every serial is accounted for: the head sees which are not, marks them with a reason, and all of it stays on record', async () => {
  const { office, database } = test_
  const pool = database.openPool(1)
  test_.setNow(workday)
  const { pack, serials, ids } = await printForms(office, head, 4)
  const [used = '', spoiled = '', missing = '', blank = ''] = serials
  await typeIn(office, counter, used, workday)
  assert.ok((await enter(office, counter, used, workday)).ok)
  const say = async (serial: string, account: Parameters<typeof accountForPaper>[2]['account'], visitor = head) => {
    const said = await accountForPaper(office, visitor, { serial, account, command: randomUUID() })
    return said.ok ? null : said.refusal.kind
  }
  assert.equal(await say(spoiled, { to: 'spoiled', reason: 'miswritten' }), null)
  assert.equal(await say(missing, { to: 'missing', reason: 'lost' }), null)
  assert.equal(await say(used, { to: 'missing', reason: 'lost' }), 'AlreadyUsed')
  assert.equal(await say(blank, { to: 'missing', reason: 'Dewi took it' }), 'UnknownReason')
  assert.equal(await say(blank, { to: 'missing', reason: 'lost' }, counter), 'NotFound', 'only the head accounts')

  const lost = await track(missing, trackingCode(office, ids[2] ?? ''))
  assert.deepEqual(!lost.ok && lost.refusal, { kind: 'PaperNotEntered', state: 'missing' })
  assert.equal((await openPaper(office, counter, missing)).ok && (await enter(office, counter, missing, workday)).ok, false)
  assert.equal(await say(missing, { to: 'printed' }), null)
  await typeIn(office, counter, missing, workday)
  assert.ok((await enter(office, counter, missing, workday)).ok, 'a form that turned up is entered as if it had never been away')

  const packs = await readPacks(office, head, '3171')
  assert.ok(packs.ok)
  assert.deepEqual(packs.packs.find((each) => each.id === pack)?.counts, { printed: 1, used: 2, spoiled: 1, missing: 0 })
  assert.deepEqual(packs.open.filter((form) => form.pack === pack).map((form) => form.serial), [blank])
  const read = await readPack(office, head, pack)
  assert.ok(read.ok)
  const told = read.history.filter((line) => line.serial === missing).map((line) => line.fact.type).reverse()
  assert.deepEqual(told, ['missing', 'found', 'opened', 'received', 'entered'])
  assert.ok(read.history.every((line) => line.who !== null))
  assert.ok(!(await readPacks(office, counter, '3171')).ok)
  assert.ok(!(await readPack(office, await test_.staff('head-province'), pack)).ok)
  for (const statement of ['delete from office.paper_events', "update office.paper_events set type = 'x'", 'truncate office.paper_events', 'delete from office.paper_forms', "update office.paper_forms set serial = 'x'", 'update office.paper_packs set printed_at = now()'])
    await assert.rejects(pool.query(statement), /permission denied|append-only/, statement)
})

test('Only the head of the unit prints, at most as many as a printer takes; pressed twice it is one pack', async () => {
  const { office } = test_
  const ask = (visitor: Visitor, forms: number, command = randomUUID()) => printPack(office, visitor, { unit: '3171', service: 'izin-penelitian', forms, locale: 'id', command })
  const refused = async (visitor: Visitor, forms: number) => {
    const printed = await ask(visitor, forms)
    return printed.ok ? null : printed.refusal.kind
  }
  assert.equal(await refused(counter, 1), 'NoDuty')
  assert.equal(await refused(await test_.staff('head-province'), 1), 'NoDuty')
  assert.equal(await refused(await test_.citizen(), 1), 'NoDuty')
  for (const forms of [0, 51, 1.5, Number.NaN]) assert.equal(await refused(head, forms), 'BadCount')
  const command = randomUUID()
  const [once, twice] = await Promise.all([ask(head, 2, command), ask(head, 2, command)])
  assert.deepEqual(once, twice)
})

test('A verifier reads the picture beside what was typed, does not judge it, and the counter hands in the correction that was asked for', async () => {
  const { office } = test_
  test_.setNow(workday + 100 * hour)
  const at = workday + 100 * hour
  const { serials: [serial = ''] } = await printForms(office, head, 1)
  const id = await typeIn(office, counter, serial, at)
  const drafted = await openPaper(office, counter, serial)
  assert.ok(drafted.ok && drafted.view.pictures[0])
  const scan = drafted.view.pictures[0].id
  assert.ok((await openDocument(office, counter, scan, { preview: false })).ok, 'who types sees the picture')
  assert.ok(!(await openDocument(office, await test_.staff('head-province'), scan, { preview: false })).ok)
  assert.ok((await enter(office, counter, serial, at)).ok)
  assert.ok(!(await openDocument(office, counter, scan, { preview: false })).ok, 'and no longer than that')

  assert.ok((await takeTask(office, verifier, { id, reason: 'urgent-by-head', command: randomUUID() })).ok)
  const read = await readCase(office, verifier, id)
  assert.ok(read.ok)
  assert.ok(read.view.documents.some((document) => isPaperPicture(document.requirement)))
  const application = await office.store.transaction((tx) => tx.load(id))
  assert.deepEqual(application?.documents.map((document) => document.requirement).sort(), ['ktp', 'proposal', 'surat_permohonan'])
  const back = await sendBack(office, verifier, { id, command: randomUUID(), fields: ['supervisor'], documents: [], message: 'Tulis pembimbing.' })
  assert.ok(back.ok)

  const opened = await openPaper(office, counter, serial)
  assert.ok(opened.ok)
  assert.deepEqual(opened.view.draft?.correction?.fields, ['supervisor'])
  assert.ok((await keepPaper(office, counter, { serial, receivedAt: null, groups: { correction: { supervisor: ['Prof. Siti Aminah'] } } })).ok)
  const corrected = await correctPaper(office, counter, { serial, command: randomUUID() })
  assert.deepEqual(corrected, { ok: true })
  const last = (await office.store.transaction((tx) => tx.stream(id))).find(({ event }) => event.type === 'CorrectionSubmitted')
  assert.deepEqual(last?.by, { kind: 'staff', person: counter.person, role: 'counter' })
})

test('A citizen has no picture of a form to upload, and nothing of an online application changes', async () => {
  const { office } = test_
  const citizen = await test_.citizen()
  const { id } = await submitResearch(office, citizen)
  const [first] = await office.store.transaction((tx) => tx.stream(id))
  assert.ok(first?.event.type === 'ApplicationSubmitted')
  assert.equal(first.event.channel, 'online')
  assert.equal(first.event.paper, undefined)
  const begun = await startApplication(office, citizen, { service: 'izin-penelitian' })
  assert.ok(begun.ok)
  const attached = await attachDocument(office, citizen, { id: begun.id, requirement: newPicture(randomUUID()), fileName: 'x.pdf', bytes: await letter('x') })
  assert.deepEqual(attached, { ok: false, refusal: { kind: 'UnknownPart' } })
})

test('Every sheet of a form may be a picture of its own; the same one twice is one, and all of them are on the record', async () => {
  const { office } = test_
  test_.setNow(workday + 100 * hour)
  const { serials: [serial = ''] } = await printForms(office, head, 1)
  const id = await typeIn(office, counter, serial, workday + 100 * hour)
  const sheets = [await letter('Lembar 2'), await letter('Lembar 3')]
  for (const bytes of [...sheets, ...sheets]) assert.ok((await keepPicture(office, counter, { id }, { fileName: 'lembar.pdf', bytes })).ok)
  const opened = await openPaper(office, counter, serial)
  assert.equal(opened.ok && opened.view.pictures.length, 3)
  assert.ok((await enter(office, counter, serial, workday + 100 * hour)).ok)
  const [first] = await office.store.transaction((tx) => tx.stream(id))
  assert.ok(first?.event.type === 'ApplicationSubmitted')
  assert.equal(first.event.paper?.pictures.length, 3)
  const late = await keepPicture(office, counter, { id }, { fileName: 'lembar.pdf', bytes: await letter('Lembar 4') })
  assert.ok(!late.ok, 'what was entered keeps the pictures that it was entered from')
})

test('A photo of a printed sheet opens its form and stays with it; of a sheet of another unit it says whose it is', { skip: without('pdftoppm') }, async () => {
  const { office } = test_
  test_.setNow(workday + 100 * hour)
  const { pack, serials: [serial = ''] } = await printForms(office, head, 1)
  const pdf = await packPdf(office, head, pack)
  assert.ok(pdf.ok)
  const found = await findByPicture(office, counter, { fileName: 'foto.jpg', bytes: await sheetOf(pdf.bytes, 3) })
  assert.deepEqual(found, { ok: true, serial })
  // The last sheet shows the receipt's code too; the form is still the one that is meant.
  assert.deepEqual(await findByPicture(office, counter, { fileName: 'foto.jpg', bytes: await sheetOf(pdf.bytes, 6) }), { ok: true, serial })
  const opened = await openPaper(office, counter, serial)
  assert.equal(opened.ok && opened.view.pictures.length, 2)
  const province = await test_.staff('head-province')
  const elsewhere = await printForms(office, province, 1, '31')
  const theirs = await packPdf(office, province, elsewhere.pack)
  assert.ok(theirs.ok)
  const other = await findByPicture(office, counter, { fileName: 'foto.jpg', bytes: await sheetOf(theirs.bytes, 3) })
  assert.ok(!other.ok && other.refusal.kind === 'OtherUnit')
})
