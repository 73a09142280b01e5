import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import pg from 'pg'
import { writePromiseMail } from '../../src/adapters/jobs/write-promise-mail.ts'
import { writeMail } from '../../src/adapters/jobs/write-mail.ts'
import type { ApplicationEvent } from '../../src/office/application-events.ts'
import { addJointLeave, casesMovedBy, listCalendarDays, removeJointLeave } from '../../src/usecases/calendar-days.ts'
import { correctApplication } from '../../src/usecases/correct-application.ts'
import { approveForSigning, rejectApplication, sendBack } from '../../src/usecases/decide-case.ts'
import { deliverPermit } from '../../src/usecases/deliver-permit.ts'
import { permitPdf } from '../../src/usecases/documents-of-case.ts'
import { judgeCase } from '../../src/usecases/judge-case.ts'
import type { Service } from '../../src/office/service.ts'
import type { Office } from '../../src/usecases/ports.ts'
import { confirmPayment } from '../../src/usecases/promises/confirm-payment.ts'
import { readPromiseMail } from '../../src/usecases/promises/read-promise-mail.ts'
import { runAlarms } from '../../src/usecases/promises/run-alarms.ts'
import { readForMail } from '../../src/usecases/read-for-mail.ts'
import { refigureDeadlines } from '../../src/usecases/refigure-deadlines.ts'
import { saveAnswers } from '../../src/usecases/save-answers.ts'
import { signPermits } from '../../src/usecases/sign-permits.ts'
import { trackApplication } from '../../src/usecases/track-application.ts'
import { unitOverview } from '../../src/usecases/unit-overview.ts'
import { checkPdf, verifyPermit } from '../../src/usecases/verify-permit.ts'
import type { Visitor } from '../../src/usecases/views.ts'
import { acceptDocuments, approve, take } from '../support/office-work.ts'
import { submitResearch } from '../support/research.ts'
import { deemedResearch, offering, paidResearch } from '../support/sample-services.ts'
import { openTestOffice, workday, type TestOffice } from '../support/test-office.ts'

let house: TestOffice
let other: Office
before(async () => {
  house = await openTestOffice()
  other = await house.secondNode()
})
after(() => house.close())

/** Both nodes, offering this version of the research permit. */
const offered = (service: Service) => Promise.all([offering(house.office, service, house), offering(other, service, house)])

const hour = 3_600_000
/** Tuesday, 8 December 2026, 10:00 in Jakarta: calendars change on days of their own. */
const tuesday = workday + 14 * 24 * hour
const wib = (local: string) => Date.parse(`${local}+07:00`)
const jakarta = (at: number | null) => (at === null ? null : new Date(at + 7 * hour).toISOString().slice(0, 16))
const command = () => randomUUID()

async function eventsOf(id: string): Promise<readonly ApplicationEvent[]> {
  return (await house.office.store.transaction((tx) => tx.stream(id))).map(({ event }) => event)
}

const ofType = <T extends ApplicationEvent['type']>(events: readonly ApplicationEvent[], type: T) =>
  events.filter((event): event is Extract<ApplicationEvent, { type: T }> => event.type === type)

async function deadlineOf(visitor: Visitor, id: string, office: Office = house.office): Promise<number | null> {
  const seen = await trackApplication(office, visitor, id)
  assert.ok(seen.ok)
  return seen.view.deadline
}

/** The jobs of a case that wait, by task, with what they say and when they run. */
async function jobsOf(id: string, task: string): Promise<readonly { readonly message: string | null; readonly at: number }[]> {
  const { rows } = await house.database.openPool(1).query<{ message: string | null; at: number }>(
    `select j.payload->>'message' as message, j.run_at as at from graphile_worker._private_jobs j
     join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = $1 and j.payload->>'application' = $2 order by j.id`,
    [task, id],
  )
  return rows
}

/** The case's alarms wait in one job for this moment; where the machine's own day is later already, the job waits to run at once. */
async function assertNextAlarm(id: string, local: string): Promise<void> {
  const [job, ...others] = await jobsOf(id, 'promise')
  assert.deepEqual(others, [])
  const at = Number(job!.at)
  if (wib(local) > Date.now()) assert.equal(jakarta(at), local)
  else assert.ok(at >= wib(local) && at <= Date.now() + 6_000, `${jakarta(at)}`)
}

/** Both nodes wake at the same moment. Gives how many facts each recorded. */
const onBothNodes = (id: string, first: Office = house.office, second: Office = other) => Promise.all([runAlarms(first, id), runAlarms(second, id)])

test('A day of joint leave decreed late moves a promise once, tells the applicant in words, and never moves it back', async () => {
  house.setNow(tuesday)
  const [dewi, sri] = [await house.citizen(), await house.staff('head')]
  const { id, number } = await submitResearch(house.office, dewi)
  assert.equal(jakarta(await deadlineOf(dewi, id)), '2026-12-09T16:00')
  assert.equal(jakarta((await jobsOf(id, 'promise'))[0]!.at), '2026-12-09T12:00', 'one job, at the first alarm')

  house.setNow(tuesday + hour)
  assert.ok((await addJointLeave(house.office, sri, { date: '2026-12-09', name: 'Cuti bersama', command: command() })).ok)
  assert.equal(jakarta(await deadlineOf(dewi, id, other)), '2026-12-10T16:00', 'the other node knows at once')
  const [first, second] = await Promise.all([refigureDeadlines(house.office, { from: '2026-12-09' }), refigureDeadlines(other, { from: '2026-12-09' })])
  assert.equal(first + second, 1, 'two nodes move it once')
  assert.equal(await refigureDeadlines(house.office), 0)
  const moved = ofType(await eventsOf(id), 'DeadlineMoved')
  assert.deepEqual(moved.map(({ from, to, day }) => [jakarta(from), jakarta(to), day]), [['2026-12-09T16:00', '2026-12-10T16:00', '2026-12-09']])
  assert.deepEqual((await jobsOf(id, 'promise')).map(({ at }) => jakarta(at)), ['2026-12-10T12:00'], 'the alarms moved along')
  assert.deepEqual((await jobsOf(id, 'promise-mail')).map(({ message }) => message), ['moved'])
  const facts = (await readPromiseMail(house.office, id, 'moved'))!
  const mail = writePromiseMail('http://office.example', { ...facts.to[0]!, locale: 'en' }, 'moved', facts)!
  assert.equal(mail.to, dewi.email)
  assert.match(mail.text, /9 December 2026 was decreed a day off[\s\S]*Deadline before: 9 December 2026, 16:00[\s\S]*New deadline: 10 December 2026, 16:00/)
  assert.equal((await listCalendarDays(house.office, { year: 2026 })).find((day) => day.date === '2026-12-09')?.moved, 1)
  assert.deepEqual((await casesMovedBy(house.office, sri, { date: '2026-12-09' })).map((each) => each.number), [number])
  assert.deepEqual(await casesMovedBy(house.office, await house.staff('head-province'), { date: '2026-12-09' }), [], 'not the cases of another unit')

  house.setNow(tuesday + 2 * hour)
  assert.ok((await removeJointLeave(other, sri, { date: '2026-12-09', command: command() })).ok)
  assert.equal(await refigureDeadlines(house.office), 0)
  assert.equal(jakarta(await deadlineOf(dewi, id)), '2026-12-10T16:00', 'what was promised while it stood keeps the day')
  house.setNow(tuesday + 3 * hour)
  const later = await submitResearch(other, dewi)
  assert.equal(jakarta(await deadlineOf(dewi, later.id)), '2026-12-09T16:00', 'who comes after the revocation gets the day back')
})

test('Whoever acts on a case before the calendar job came to it puts the move on the record first', async () => {
  house.setNow(tuesday + 7 * 24 * hour)
  const [dewi, rina, sri] = [await house.citizen(), await house.staff('verifier'), await house.staff('head')]
  const { id } = await submitResearch(house.office, dewi)
  house.setNow(tuesday + 7 * 24 * hour + hour)
  assert.ok((await addJointLeave(house.office, sri, { date: '2026-12-16', name: 'Cuti bersama', command: command() })).ok)
  await take(other, rina, id)
  const types = (await eventsOf(id)).map(({ type }) => type)
  assert.deepEqual(types.slice(-2), ['DeadlineMoved', 'TaskTaken'])
  assert.equal(await refigureDeadlines(house.office), 0)
  assert.ok((await removeJointLeave(house.office, sri, { date: '2026-12-16', command: command() })).ok)
})

test('Waiting for a payment stops the clock by the words of the model; each stop and start is told to the applicant', async () => {
  house.setNow(workday)
  const service = await paidResearch()
  const [here, there] = await offered(service)
  const [dewi, rina, sri] = [await house.citizen(), await house.staff('verifier'), await house.staff('head')]
  const { id } = await submitResearch(here, dewi)
  await approve(here, rina, id)
  const waits = await trackApplication(there, dewi, id)
  assert.ok(waits.ok)
  assert.deepEqual([waits.view.deadline, waits.view.clockStopped, waits.view.waitsFor], [null, true, 'payment'])
  assert.deepEqual((await jobsOf(id, 'promise-mail')).map(({ message }) => message), ['stopped'])
  assert.equal(await runAlarms(here, id), 0, 'no alarm rings while the clock stands still')

  house.setNow(workday + 48 * hour)
  assert.equal((await confirmPayment(here, await house.staff('head-province'), { id, command: command() })).ok, false, 'another unit has no say')
  const once = command()
  const answers = await Promise.all([confirmPayment(here, sri, { id, command: once }), confirmPayment(there, sri, { id, command: once })])
  assert.ok(answers.every((answer) => answer.ok), JSON.stringify(answers))
  const events = await eventsOf(id)
  assert.deepEqual([ofType(events, 'ClockStopped').map(({ reason }) => reason), ofType(events, 'ClockStarted').length], [['payment'], 1])
  // Tuesday 10:00 to Thursday 10:00 is two days of eight and a half hours: from Wednesday 16:00 on they end with Friday, less the prayer break's short day.
  assert.equal(jakarta(await deadlineOf(dewi, id, here)), '2026-11-30T08:30')
  const seen = await trackApplication(here, dewi, id)
  assert.ok(seen.ok)
  const started = seen.view.timeline.find((entry) => entry.type === 'ClockStarted')!
  assert.deepEqual([started.values['reason'], jakarta(Number(started.values['fromAt'])), jakarta(Number(started.values['afterAt']))], ['payment', '2026-11-24T10:00', '2026-11-30T08:30'])
  const facts = (await readPromiseMail(here, id, 'started'))!
  assert.match(writePromiseMail('http://office.example', { ...facts.to[0]!, locale: 'en' }, 'started', facts)!.text, /stood still from 24 November 2026, 10:00[\s\S]*the payment[\s\S]*Deadline now: 30 November 2026, 08:30/)
})

test('The officer, the head and the level above are told in turn, each once, whichever node wakes', async () => {
  house.setNow(workday)
  const dewi = await house.citizen()
  const { id, number } = await submitResearch(house.office, dewi)
  const told = async () => (await eventsOf(id)).flatMap((event) => (event.type === 'ReminderSent' ? [event.to] : event.type === 'Escalated' ? [`above ${event.unit}`] : []))
  assert.deepEqual(await onBothNodes(id), [0, 0], 'nothing is due yet')
  house.setNow(wib('2026-11-25T12:00'))
  assert.equal((await onBothNodes(id)).reduce((a, b) => a + b), 1)
  assert.deepEqual(await told(), ['verifier'])
  await assertNextAlarm(id, '2026-11-25T14:00')
  house.setNow(wib('2026-11-25T14:00'))
  await onBothNodes(id)
  assert.deepEqual(await told(), ['verifier', 'head'])
  house.setNow(wib('2026-11-25T16:00'))
  await onBothNodes(id)
  await onBothNodes(id)
  assert.deepEqual(await told(), ['verifier', 'head', 'above 31'])
  const facts = (await readPromiseMail(house.office, id, 'escalated'))!
  assert.deepEqual(facts.to.map(({ email }) => email), ['hadi@demo.satupintu.example'])
  assert.match(writePromiseMail('http://office.example', { ...facts.to[0]!, locale: 'en' }, 'escalated', facts)!.text, new RegExp(number))
  const overview = await unitOverview(house.office, await house.staff('head-province'), { unit: '31' })
  assert.ok(overview.ok)
  assert.deepEqual(overview.view.escalated.filter((item) => item.id === id).map((item) => [item.unit.code, item.escalated]), [['3171', true]])
  assert.ok((await trackApplication(house.office, dewi, id)).ok)
})

test('Alarms that nobody ran for days are not sent in a flood: each person hears once how it stands', async () => {
  house.setNow(workday)
  const { id } = await submitResearch(await offering(house.office, await deemedResearch(5), house), await house.citizen())
  const office = await offering(house.office, await deemedResearch(5), house)
  house.setNow(wib('2026-12-01T15:00'))
  await runAlarms(office, id)
  const events = await eventsOf(id)
  assert.deepEqual(ofType(events, 'DeemedApprovalWarned').map(({ left }) => left), ['PT4H'], 'not two days, one day and four hours at once')
  assert.deepEqual(ofType(events, 'ReminderSent').map(({ to }) => to), ['verifier', 'head'])
})

test('Silence becomes an approval at the moment of lapse: warned before, issued by the seal of the system, in the words of the law', async () => {
  house.setNow(workday)
  const service = await deemedResearch(5)
  const [here, there] = await offered(service)
  const [dewi, rina] = [await house.citizen(), await house.staff('verifier')]
  const { id } = await submitResearch(here, dewi)
  assert.equal(jakarta(await deadlineOf(dewi, id, here)), '2026-12-01T16:00')
  for (const at of ['2026-11-27T07:30', '2026-11-30T07:30', '2026-12-01T12:00', '2026-12-01T14:00']) {
    await assertNextAlarm(id, at)
    house.setNow(wib(at))
    await onBothNodes(id, here, there)
  }
  assert.deepEqual(ofType(await eventsOf(id), 'DeemedApprovalWarned').map(({ left }) => left), ['P2D', 'P1D', 'PT4H'])
  const warned = (await readPromiseMail(here, id, 'warned'))!
  assert.deepEqual(warned.to.map(({ email }) => email), ['sri@demo.satupintu.example'])

  await take(here, rina, id)
  house.setNow(wib('2026-12-01T16:00'))
  const late = await rejectApplication(here, rina, { id, reasons: ['bukan-penelitian'], message: 'Terlambat.', command: command() })
  assert.equal(!late.ok && late.refusal.kind, 'Lapsed', 'nobody rejects what the law has approved')
  await onBothNodes(id, here, there)
  await onBothNodes(id, here, there)
  const events = await eventsOf(id)
  assert.deepEqual([ofType(events, 'DeemedApproved').length, ofType(events, 'PermitSigned').length, ofType(events, 'LapsedWithoutApproval').length, ofType(events, 'Escalated').length], [1, 1, 0, 0])
  assert.equal(await deliverPermit(here, id), true)
  assert.ok((await eventsOf(id)).some((event) => event.type === 'PermitDelivered'), 'the process went its own way to its end')

  const seen = await trackApplication(here, dewi, id)
  assert.ok(seen.ok && seen.view.permit)
  assert.equal(seen.view.state, 'approved')
  assert.match(seen.view.deemed!.basis, /UU 30\/2014 pasal 53/)
  const verified = await verifyPermit(here, seen.view.permit.number)
  assert.ok('service' in verified && verified.deemed)
  const paper = await permitPdf(here, dewi, id)
  assert.ok(paper.ok)
  assert.equal(await checkPdf(here, seen.view.permit.number, paper.bytes), 'genuine')
  await checkPaper(paper.bytes)
  const mail = writeMail('http://office.example', 'permit', { ...(await readForMail(here, id))!, locale: 'en' }, null)!
  assert.match(mail.text, /approved by operation of law[\s\S]*No official signed this permit/)
  assert.equal(mail.attachments?.length, 1)
})

const run = promisify(execFile)

/** What other programs make of the permit: the signature is whole and the office's, the words are the law's. */
async function checkPaper(bytes: Uint8Array): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'deemed-'))
  const file = join(folder, 'permit.pdf')
  await writeFile(file, bytes)
  try {
    const text = await run('pdftotext', ['-layout', file, '-']).then(({ stdout }) => stdout.replace(/\s+/g, ' '), () => null)
    if (text !== null) {
      assert.match(text, /dianggap dikabulkan secara hukum/)
      assert.match(text, /tidak ditandatangani pejabat/)
      assert.doesNotMatch(text, /Ditandatangani secara elektronik/)
    }
    const signature = await run('pdfsig', ['-nocert', file]).then(({ stdout }) => stdout, () => null)
    if (signature !== null) {
      assert.match(signature, /Signature is Valid/)
      assert.match(signature, /Total document signed/)
    }
    assert.match((await readFile(file)).toString('latin1'), /\/Reason/)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

test('A head who signs at the moment of lapse, and the law: exactly one decides', async () => {
  const service = await deemedResearch()
  const [here, there] = await offered(service)
  const [rina, sri] = [await house.staff('verifier'), await house.staff('head')]
  for (let round = 0; round < 4; round++) {
    house.setNow(workday)
    const { id } = await submitResearch(here, await house.citizen())
    await approve(here, rina, id)
    house.setNow(wib('2026-11-25T16:00'))
    const [, signed] = await Promise.all([runAlarms(there, id), signPermits(here, sri, { ids: [id], command: command() })])
    const events = await eventsOf(id)
    assert.equal(ofType(events, 'PermitSigned').length, 1)
    const deemed = ofType(events, 'DeemedApproved').length === 1
    assert.equal(signed.results[0]!.ok, !deemed, 'who lost the race is told so')
    const permits = await house.database.openPool(1).query('select 1 from permits where application = $1', [id])
    assert.equal(permits.rowCount, 1)
  }
})

test('With a document refused there is no approval by law: it lapses on the record, and head and level above are told', async () => {
  house.setNow(workday)
  const service = await deemedResearch()
  const [here, there] = await offered(service)
  const [dewi, rina] = [await house.citizen(), await house.staff('verifier')]
  const { id } = await submitResearch(here, dewi)
  await take(here, rina, id)
  assert.ok((await judgeCase(here, rina, { id, documents: { proposal: 'refused' }, fields: {}, command: command() })).ok)
  house.setNow(wib('2026-11-26T09:00'))
  // It was incomplete at the lapse; that the officer finds it good a day later changes nothing.
  assert.ok((await judgeCase(here, rina, { id, documents: { proposal: 'accepted' }, fields: {}, command: command() })).ok)
  await onBothNodes(id, here, there)
  await onBothNodes(id, here, there)
  const events = await eventsOf(id)
  assert.deepEqual(ofType(events, 'LapsedWithoutApproval').map(({ documents, correction }) => [documents, correction]), [[['proposal'], false]])
  assert.equal(ofType(events, 'DeemedApproved').length, 0)
  assert.equal(ofType(events, 'Escalated').length, 1, 'the level above hears it once')
  const facts = (await readPromiseMail(here, id, 'lapsed'))!
  assert.match(writePromiseMail('http://office.example', { ...facts.to[0]!, locale: 'en' }, 'lapsed', facts)!.text, /Research proposal/)
  await acceptDocuments(here, rina, id)
  assert.ok((await approveForSigning(here, rina, { id, command: command() })).ok, 'an official still decides')
})

test('A correction on the record stops and starts the clock, once each', async () => {
  house.setNow(workday)
  const [dewi, rina] = [await house.citizen(), await house.staff('verifier')]
  const { id } = await submitResearch(house.office, dewi)
  await take(house.office, rina, id)
  assert.ok((await sendBack(house.office, rina, { id, fields: ['supervisor'], documents: [], message: 'Lengkapi.', command: command() })).ok)
  house.setNow(wib('2026-11-26T09:00'))
  await saveAnswers(house.office, dewi, { id, group: 'correction', entries: { supervisor: ['Prof. Budi'] } })
  assert.ok((await correctApplication(house.office, dewi, { id, command: command() })).ok)
  const events = await eventsOf(id)
  assert.deepEqual(events.flatMap(({ type }) => (type.startsWith('Clock') ? [type] : [])), ['ClockStopped', 'ClockStarted'])
  const row = await house.office.store.transaction((tx) => tx.caseRow(id))
  assert.deepEqual(row!.stops, [{ from: workday, to: wib('2026-11-26T09:00'), reason: 'applicant' }])
})

test('Whatever the clocks of two nodes say, a promise and a change of the calendar come one after the other', async () => {
  house.setNow(tuesday + 35 * 24 * hour)
  const [dewi, sri] = [await house.citizen(), await house.staff('head')]
  const { id } = await submitResearch(house.office, dewi)
  // The other node is a minute behind, and decrees and revokes after the case came in.
  const behind = { ...other, now: () => tuesday + 35 * 24 * hour - 60_000 }
  assert.ok((await addJointLeave(behind, sri, { date: '2027-01-13', name: 'Cuti bersama', command: command() })).ok)
  assert.equal(await refigureDeadlines(house.office, { from: '2027-01-13' }), 1)
  assert.equal(jakarta(await deadlineOf(dewi, id)), '2027-01-14T16:00')
  assert.ok((await removeJointLeave(behind, sri, { date: '2027-01-13', command: command() })).ok)
  assert.equal(jakarta(await deadlineOf(dewi, id)), '2027-01-14T16:00')
})

test('A unit of its own zone, hours and days off promises by these', async () => {
  house.setNow(tuesday + 42 * 24 * hour)
  const jayapura = { zone: 'Asia/Jayapura', weekly: JSON.stringify(Object.fromEntries([1, 2, 3, 4, 5].map((weekday) => [weekday, [['08:00', '14:00']]]))) }
  const owner = new pg.Client({ connectionString: house.database.adminUrl })
  await owner.connect()
  await owner.query("update office.units set zone = $1, weekly = $2 where code = '3174'", [jayapura.zone, jayapura.weekly])
  await owner.end()
  const [dewi, hadi] = [await house.citizen(), await house.staff('head-province')]
  const here = { ...hadi, duties: [{ duty: 'head', unit: '3174' }] } as typeof hadi
  assert.equal((await addJointLeave(house.office, here, { date: '2027-01-21', name: 'Hari jadi', unit: '3171', command: command() })).ok, false, 'only for a unit of one\'s own')
  assert.ok((await addJointLeave(house.office, here, { date: '2027-01-21', name: 'Hari jadi kota', unit: '3174', command: command() })).ok)
  house.office.calendars.refresh()
  const there = await submitResearch(house.office, dewi, { places: { cities: ['3174'] } })
  const elsewhere = await submitResearch(house.office, dewi)
  const seen = await trackApplication(other, dewi, there.id)
  assert.ok(seen.ok)
  assert.equal(seen.view.unit.zone, 'Asia/Jayapura')
  // Tuesday 10:00 in Jakarta is 12:00 in Jayapura: received that day, so Wednesday's close there.
  assert.equal(new Date(seen.view.deadline! + 9 * hour).toISOString().slice(0, 16), '2027-01-20T14:00')
  house.setNow(tuesday + 43 * 24 * hour)
  const after = await submitResearch(house.office, dewi, { places: { cities: ['3174'] } })
  assert.equal(new Date((await deadlineOf(dewi, after.id))! + 9 * hour).toISOString().slice(0, 16), '2027-01-22T14:00', 'its own day off')
  assert.equal(jakarta(await deadlineOf(dewi, elsewhere.id)), '2027-01-20T16:00', 'which is no day off elsewhere')
})
