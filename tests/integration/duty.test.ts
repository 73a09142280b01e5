import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { openPostgresStore } from '../../src/adapters/postgres/postgres-store.ts'
import { approveForSigning } from '../../src/usecases/decide-case.ts'
import { handOverAbsence } from '../../src/usecases/duty/hand-over-absence.ts'
import { listAbsences } from '../../src/usecases/duty/list-absences.ts'
import { moveTask, moveTasks } from '../../src/usecases/duty/move-task.ts'
import { endAbsence, recordAbsence, type AbsenceAsked } from '../../src/usecases/duty/record-absence.ts'
import { officerQueue } from '../../src/usecases/officer-queue.ts'
import type { Office } from '../../src/usecases/ports.ts'
import { readCase } from '../../src/usecases/read-case.ts'
import { readForReminder } from '../../src/usecases/read-for-mail.ts'
import { trackApplication } from '../../src/usecases/track-application.ts'
import { unitOverview } from '../../src/usecases/unit-overview.ts'
import type { Visitor } from '../../src/usecases/views.ts'
import { acceptDocuments, approve, take } from '../support/office-work.ts'
import { submitResearch } from '../support/research.ts'
import { openTestOffice, workday, type TestOffice } from '../support/test-office.ts'

const hour = 3_600_000
const open = async (t: { after(work: () => Promise<void>): void }): Promise<TestOffice> => {
  const house = await openTestOffice()
  t.after(() => house.close())
  return house
}
let house: TestOffice
before(async () => {
  house = await openTestOffice()
})
after(() => house.close())

const command = () => randomUUID()
const away = (person: Visitor, more: Partial<AbsenceAsked> = {}): AbsenceAsked => ({
  person: person.person, units: ['3171'], firstDay: '2026-11-24', lastDay: '2026-11-25', deputy: null, kind: 'leave', command: command(), ...more,
})
const absenceOf = async (office: Office, person: Visitor) => (await listAbsences(office, person)).absences.find((each) => each.person === person.person)!.id
const holderOf = async (office: Office, id: string) => (await office.store.transaction((tx) => tx.caseRow(id)))?.holder

async function handOverJobs({ database }: TestOffice): Promise<readonly { key: string; at: number; payload: object }[]> {
  const { rows } = await database.openPool(1).query(
    `select j.key, j.run_at as at, j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'hand-over' order by j.run_at`,
  )
  return rows
}

test('What an officer holds goes to their deputy when the absence begins, once, also with two nodes; the staff see it, the applicant is told no name', async (t) => {
  const own = await open(t)
  const { office } = own
  const [dewi, rina, bayu, sri] = [await own.citizen(), await own.staff('verifier'), await own.staff('verifier2'), await own.staff('head')]
  const { id } = await submitResearch(office, dewi)
  await take(office, rina, id)
  const asked = away(rina, { firstDay: '2026-11-25', lastDay: '2026-11-26', deputy: bayu.person })
  assert.deepEqual(await recordAbsence(office, rina, asked), { ok: true })
  assert.deepEqual(await recordAbsence(office, rina, asked), { ok: true }, 'pressed twice')
  const absence = await absenceOf(office, rina)
  const jobs = await handOverJobs(own)
  assert.deepEqual(jobs.map(({ key, at, payload }) => [key, new Date(at + 7 * hour).toISOString().slice(0, 16), payload]), [[`hand-over:${absence}`, '2026-11-25T00:00', { absence }]])
  assert.equal(await handOverAbsence(office, absence), 0, 'not before the first day')

  own.setNow(workday + 24 * hour)
  const secondNode = { ...office, store: openPostgresStore(own.database.openPool()) }
  const moved = await Promise.all([handOverAbsence(office, absence), handOverAbsence(secondNode, absence), handOverAbsence(office, absence)])
  assert.equal(moved.reduce((sum, each) => sum + each, 0), 1)
  assert.equal(await holderOf(office, id), bayu.person)
  const queue = await officerQueue(office, bayu, { unit: '3171', role: 'verifier', page: 1 })
  assert.ok(queue.ok && queue.view.mine[0]!.handed, 'marked on the deputy\'s list')
  const read = await readCase(office, sri, id)
  assert.ok(read.ok)
  const handed = read.view.timeline.filter((entry) => entry.type === 'TaskHandedOver')
  assert.deepEqual(handed.map(({ values }) => [values['reason'], values['from'], values['to']]), [['absence', 'Rina Kartika', 'Bayu Saputra']])
  const seen = await trackApplication(office, dewi, id)
  assert.ok(seen.ok)
  assert.ok(!JSON.stringify(seen.view.timeline).includes(bayu.person) && !JSON.stringify(seen.view.timeline).includes('Bayu'))
  assert.ok(seen.view.timeline.some((entry) => entry.type === 'TaskHandedOver'))
})

test('Without a deputy it goes back to the line, at its old place', async (t) => {
  const own = await open(t)
  const { office } = own
  const [rina, sri] = [await own.staff('verifier'), await own.staff('head')]
  const first = await submitResearch(office, await own.citizen())
  own.setNow(workday + hour)
  await submitResearch(office, await own.citizen())
  await take(office, rina, first.id)
  assert.ok((await recordAbsence(office, sri, away(rina))).ok, 'the head says it of an officer')
  assert.equal(await handOverAbsence(office, await absenceOf(office, rina)), 1)
  const queue = await officerQueue(office, await own.staff('verifier2'), { unit: '3171', role: 'verifier', page: 1 })
  assert.ok(queue.ok)
  assert.equal(queue.view.items.find((item) => item.id === first.id)?.place, 1)
})

test('Reminders go to who is there; a deputy must have the duty and be there; who is back is there again', async (t) => {
  const own = await open(t)
  const { office } = own
  const [rina, bayu, sri] = [await own.staff('verifier'), await own.staff('verifier2'), await own.staff('head')]
  const { id } = await submitResearch(office, await own.citizen())
  await take(office, rina, id)
  const kindOf = (answer: Awaited<ReturnType<typeof recordAbsence>>) => (answer.ok ? 'ok' : answer.refusal.kind)
  assert.equal(kindOf(await recordAbsence(office, rina, away(rina, { deputy: sri.person }))), 'DeputyNoDuty')
  assert.equal(kindOf(await recordAbsence(office, rina, away(bayu))), 'NoDuty', 'not of a colleague')
  assert.equal(kindOf(await recordAbsence(office, rina, away(rina, { firstDay: '2026-11-23' }))), 'PastDate')
  assert.equal(kindOf(await recordAbsence(office, rina, away(rina, { lastDay: '2026-11-31' }))), 'BadDate')
  assert.equal(kindOf(await recordAbsence(office, sri, away(rina, { units: ['3171', '31'] }))), 'NoDuty', 'the head of one unit does not speak for another')
  assert.equal(kindOf(await recordAbsence(office, rina, away(rina, { units: ['3171', '31'] }))), 'ok')
  assert.equal(kindOf(await recordAbsence(office, rina, away(rina))), 'AlreadyAway')
  assert.equal(kindOf(await recordAbsence(office, bayu, away(bayu, { deputy: rina.person }))), 'DeputyAway')
  const reminded = async () => (await readForReminder(office, id, 'verifier'))!.to.map((to) => to.email)
  assert.deepEqual(await reminded(), [bayu.email])
  const absence = await absenceOf(office, rina)
  assert.equal((await endAbsence(office, bayu, { id: absence, command: command() })).ok, false, 'a colleague does not end it')
  for (const each of (await listAbsences(office, rina)).absences) assert.ok((await endAbsence(office, rina, { id: each.id, command: command() })).ok)
  assert.deepEqual(await reminded(), [rina.email])
  assert.equal(await handOverAbsence(office, absence), 0, 'what was called off hands nothing over')
})

test('The head moves a task to an officer who may have it; on the record, and not against the rules', async () => {
  const { office } = house
  const [rina, bayu, sri] = [await house.staff('verifier'), await house.staff('verifier2'), await house.staff('head')]
  const { id } = await submitResearch(office, await house.citizen())
  await take(office, rina, id)
  const once = { id, to: bayu.person, command: command() }
  assert.deepEqual(await moveTask(office, sri, once), { ok: true })
  assert.deepEqual(await moveTask(office, sri, once), { ok: true }, 'pressed twice')
  assert.equal(await holderOf(office, id), bayu.person)
  const stream = await office.store.transaction((tx) => tx.stream(id))
  assert.deepEqual(stream.filter(({ event }) => event.type === 'TaskHandedOver').map(({ by }) => by), [{ kind: 'staff', person: sri.person, role: 'head' }])
  const kindOf = async (visitor: Visitor, to: string, from?: string) => {
    const moved = await moveTask(office, visitor, { id, to, command: command(), ...(from ? { from } : {}) })
    return moved.ok ? 'ok' : moved.refusal.kind
  }
  assert.equal(await kindOf(rina, rina.person), 'NoDuty')
  assert.equal(await kindOf(sri, sri.person), 'ReceiverNoDuty')
  assert.equal(await kindOf(sri, randomUUID()), 'UnknownOfficer')
  assert.equal(await kindOf(await house.staff('head-province'), rina.person), 'NotFound')
  assert.equal(await kindOf(sri, rina.person, rina.person), 'NotThereAnyMore', 'a suggestion that is out of date')
  await acceptDocuments(office, bayu, id)
  assert.equal(await kindOf(sri, rina.person, bayu.person), 'BegunToday')
  assert.equal(await kindOf(sri, rina.person), 'ok', 'the head may still decide so')
})

test('The day view says who has how much, what is at risk, and which moves help; one press carries them out, and says what no longer could be', async (t) => {
  const own = await open(t)
  const { office } = own
  const [rina, bayu, sri] = [await own.staff('verifier'), await own.staff('verifier2'), await own.staff('head')]
  const ids: string[] = []
  for (let count = 0; count < 5; count++) {
    const { id } = await submitResearch(office, await own.citizen())
    await take(office, rina, id)
    ids.push(id)
  }
  // A quarter of an hour before the promise ends; five minutes a case: Rina makes three of her five.
  own.setNow(Date.parse('2026-11-25T08:45:00Z'))
  const day = await unitOverview(office, sri, { unit: '3171' })
  assert.ok(day.ok)
  assert.deepEqual([day.view.counts.dueToday, day.view.counts.atRisk, day.view.atRisk.length], [5, 2, 2])
  assert.ok(day.view.dueToday.every((item) => item.holder === 'Rina Kartika' && item.since === workday))
  assert.deepEqual(
    day.view.officers.filter((officer) => officer.role === 'verifier').map(({ name, held, dueToday, paceMinutes, measured }) => [name, held, dueToday, paceMinutes, measured]).sort(),
    [['Bayu Saputra', 0, 0, 5, false], ['Rina Kartika', 5, 5, 5, false]],
  )
  const [suggestion] = day.view.suggestions
  assert.deepEqual(day.view.suggestions.map(({ from, to, cases, holds, late, toHolds }) => [from.name, to.name, cases.length, holds, late, toHolds]), [['Rina Kartika', 'Bayu Saputra', 2, 5, 2, 0]])

  await acceptDocuments(office, rina, suggestion!.cases[0]!.id)
  const results = await moveTasks(office, sri, { moves: suggestion!.cases.map(({ id }) => ({ id, from: rina.person, to: bayu.person })), command: command() })
  assert.deepEqual(results.map((result) => (result.ok ? 'ok' : result.kind)), ['BegunToday', 'ok'])
  const then = await unitOverview(office, sri, { unit: '3171' })
  assert.ok(then.ok)
  assert.deepEqual(then.view.counts.atRisk, 1)
  assert.equal((await unitOverview(office, rina, { unit: '3171' })).ok, false, 'the head\'s alone')
})

test('A pace is measured from the time that officers are busy, not from the time they wait for work', async (t) => {
  const own = await open(t)
  const { office } = own
  const [rina, sri] = [await own.staff('verifier'), await own.staff('head')]
  for (let count = 0; count < 6; count++) {
    own.setNow(workday + count * 30 * 60_000)
    const { id } = await submitResearch(office, await own.citizen())
    await take(office, rina, id)
    own.setNow(workday + count * 30 * 60_000 + 7 * 60_000)
    await acceptDocuments(office, rina, id)
    const approved = await approveForSigning(office, rina, { id, command: command() })
    assert.ok(approved.ok)
  }
  const day = await unitOverview(office, sri, { unit: '3171' })
  assert.ok(day.ok)
  const load = day.view.officers.find((officer) => officer.person === rina.person)!
  assert.deepEqual([load.doneToday, load.measured, load.paceMinutes], [6, true, 7])
})

test('Who is away is not suggested and is marked so; an officer who is away hands on even what they had begun', async (t) => {
  const own = await open(t)
  const { office } = own
  const [rina, bayu, sri] = [await own.staff('verifier'), await own.staff('verifier2'), await own.staff('head')]
  const { id } = await submitResearch(office, await own.citizen())
  await take(office, rina, id)
  await acceptDocuments(office, rina, id)
  assert.ok((await recordAbsence(office, rina, away(rina))).ok)
  const day = await unitOverview(office, sri, { unit: '3171' })
  assert.ok(day.ok)
  assert.deepEqual(day.view.officers.find((officer) => officer.person === rina.person)?.awayUntil, Date.parse('2026-11-25T17:00:00Z'))
  assert.deepEqual(day.view.suggestions.map(({ away: gone, cases, to }) => [gone, cases.map((each) => each.id), to.person]), [[true, [id], bayu.person]])
  assert.ok((await moveTasks(office, sri, { moves: [{ id, from: rina.person, to: bayu.person }], command: command() }))[0]!.ok)
  await approve(office, bayu, id)
})
