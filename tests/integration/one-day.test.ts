import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { openPostgresStore } from '../../src/adapters/postgres/postgres-store.ts'
import { attachDocument } from '../../src/usecases/attach-document.ts'
import { addJointLeave } from '../../src/usecases/calendar-days.ts'
import { correctApplication } from '../../src/usecases/correct-application.ts'
import { sendBack } from '../../src/usecases/decide-case.ts'
import { recordAbsence } from '../../src/usecases/duty/record-absence.ts'
import { promiseOfDraft, promisesOfService } from '../../src/usecases/duty/show-promise.ts'
import type { Office } from '../../src/usecases/ports.ts'
import { refigureDeadlines } from '../../src/usecases/refigure-deadlines.ts'
import { submitApplication } from '../../src/usecases/submit-application.ts'
import { trackApplication } from '../../src/usecases/track-application.ts'
import type { Visitor } from '../../src/usecases/views.ts'
import { withdrawApplication } from '../../src/usecases/withdraw-application.ts'
import { approve, sign, take } from '../support/office-work.ts'
import { fillResearch, letter } from '../support/research.ts'
import { openTestOffice, workday, type TestOffice } from '../support/test-office.ts'

/** An office whose verifiers need so many minutes for a case. From Tuesday 10:00 to Wednesday 16:00 they work 870 minutes. */
async function openSlowOffice(t: { after(work: () => Promise<void>): void }, verifier: number, change: object = {}): Promise<{ house: TestOffice; office: Office }> {
  const house = await openTestOffice()
  t.after(() => house.close())
  const service = { ...house.office.services.current('izin-penelitian')!, capacity: { verifier, head: 1 }, ...change }
  return { house, office: { ...house.office, services: { ...house.office.services, list: () => [service], current: () => service, at: async () => service } } }
}

type Draft = { readonly visitor: Visitor; readonly id: string }

async function drafts(house: TestOffice, office: Office, count: number): Promise<readonly Draft[]> {
  const made: Draft[] = []
  for (let index = 0; index < count; index++) {
    const visitor = await house.citizen()
    made.push({ visitor, id: await fillResearch(office, visitor) })
  }
  return made
}

const send = (office: Office, { visitor, id }: Draft, shown: string | null = null) => submitApplication(office, visitor, { id, declared: true, command: randomUUID(), shown })
const jakarta = (at: number | null) => new Date((at ?? 0) + 7 * 3_600_000).toISOString().slice(0, 16)

async function deadlineOf(office: Office, { visitor, id }: Draft): Promise<string> {
  const seen = await trackApplication(office, visitor, id)
  assert.ok(seen.ok)
  return jakarta(seen.view.deadline)
}

/** What the counters say, and what the cases say. */
async function loadsOf({ database }: TestOffice) {
  const pool = database.openPool(1)
  const counted = await pool.query('select day, to_check, to_sign from day_loads where to_check + to_sign > 0 order by day')
  const cases = await pool.query(
    `select (deadline at time zone 'Asia/Jakarta')::date as day, count(*) filter (where role = 'verifier')::int as to_check, count(*) filter (where role = 'head')::int as to_sign
     from cases where decided_at is null and deadline is not null and role is not null group by 1 order by 1`,
  )
  assert.deepEqual(counted.rows, cases.rows)
  return counted.rows
}

test('However many send at once on two nodes, no more are promised the next working day than the unit can decide; the others are told the honest day and lose nothing', async (t) => {
  const { house, office } = await openSlowOffice(t, 240)
  const secondNode = { ...office, store: openPostgresStore(house.database.openPool(5)) }
  const all = await drafts(house, office, 11)
  assert.equal((await promiseOfDraft(office, all[0]!.visitor, all[0]!.id))?.room, 6)
  const answers = await Promise.all(all.map((draft, index) => send(index % 2 === 0 ? office : secondNode, draft)))
  assert.equal(answers.filter((answer) => answer.ok).length, 6, 'two verifiers make three each by Wednesday, 16:00')
  for (const [index, answer] of answers.entries()) {
    if (answer.ok) assert.equal(await deadlineOf(office, all[index]!), '2026-11-25T16:00')
    else assert.equal(answer.refusal.kind === 'LaterDay' && jakarta(answer.refusal.promised.deadline), '2026-11-26T16:00')
  }
  assert.deepEqual(await loadsOf(house), [{ day: '2026-11-25', to_check: 6, to_sign: 0 }])

  const later = all.filter((_, index) => !answers[index]!.ok)
  const again = await Promise.all(later.map((draft, index) => send(index % 2 === 0 ? office : secondNode, draft, '2026-11-26')))
  // 870 minutes and 510 more: five each by Thursday.
  assert.equal(again.filter((answer) => answer.ok).length, 4, 'asked again, they send, and no more than Thursday holds')
  const sent = later[again.findIndex((answer) => answer.ok)]!
  const stream = await office.store.transaction((tx) => tx.stream(sent.id))
  assert.equal(stream[0]!.event.type === 'ApplicationSubmitted' && stream[0]!.event.days, 2, 'what was promised is on the record')
  assert.equal(await deadlineOf(office, sent), '2026-11-26T16:00')
  assert.deepEqual(again.flatMap((answer) => (answer.ok ? [] : [answer.refusal.kind === 'LaterDay' && jakarta(answer.refusal.promised.deadline)])), ['2026-11-27T16:30'])
  assert.deepEqual(await loadsOf(house), [{ day: '2026-11-25', to_check: 6, to_sign: 0 }, { day: '2026-11-26', to_check: 4, to_sign: 0 }])
})

test('The day shown is the day asked for: a worse one is refused, a better one is given', async (t) => {
  const { house, office } = await openSlowOffice(t, 800)
  const [first, second, third] = await drafts(house, office, 3)
  assert.ok((await send(office, first!, '2026-11-25')).ok)
  assert.ok((await send(office, second!, '2026-12-31')).ok)
  assert.equal(await deadlineOf(office, second!), '2026-11-25T16:00', 'shown a later day, promised the day that is honest now')
  const worse = await send(office, third!, '2026-11-25')
  assert.equal(!worse.ok && worse.refusal.kind, 'LaterDay')
  house.setNow(workday + 6 * 3_600_000 + 60_000)
  const stale = await promiseOfDraft(office, third!.visitor, third!.id)
  assert.equal(stale && jakarta(stale.deadline), '2026-11-30T16:00', 'at that pace Rina and Bayu have time for it on Monday')
  assert.deepEqual((await promisesOfService(office, office.services.current('izin-penelitian')!)).map(({ unit, promised }) => [unit.code, promised.usual]), [['31', true], ['3171', false]])
})

test('A place is free again when a case is withdrawn or decided; a correction takes none while it waits, and comes back on its own day', async (t) => {
  const { house, office } = await openSlowOffice(t, 400)
  const [rina, sri] = [await house.staff('verifier'), await house.staff('head')]
  const all = await drafts(house, office, 4)
  for (const draft of all) assert.ok((await send(office, draft)).ok)
  const [gone, decided, corrected] = all as [Draft, Draft, Draft]
  const next = (await drafts(house, office, 1))[0]!
  const room = async () => {
    const promised = await promiseOfDraft(office, next.visitor, next.id)
    return promised?.usual ? promised.room : 0
  }
  assert.equal(await room(), 0)
  assert.ok((await withdrawApplication(office, gone.visitor, { id: gone.id, command: randomUUID() })).ok)
  assert.equal(await room(), 1)
  await approve(office, rina, decided.id)
  assert.deepEqual(await loadsOf(house), [{ day: '2026-11-25', to_check: 2, to_sign: 1 }])
  assert.equal(await room(), 2, 'what waits for a signature takes no more time to check')
  await sign(office, sri, decided.id)
  await take(office, rina, corrected.id)
  assert.ok((await sendBack(office, rina, { id: corrected.id, fields: [], documents: ['proposal'], message: 'Halaman tiga tidak terbaca.', command: randomUUID() })).ok)
  assert.deepEqual(await loadsOf(house), [{ day: '2026-11-25', to_check: 1, to_sign: 0 }])
  house.setNow(workday + 24 * 3_600_000)
  assert.ok((await attachDocument(office, corrected.visitor, { id: corrected.id, requirement: 'proposal', fileName: 'proposal.pdf', bytes: await letter('Baru') })).ok)
  assert.ok((await correctApplication(office, corrected.visitor, { id: corrected.id, command: randomUUID() })).ok)
  assert.deepEqual(await loadsOf(house), [{ day: '2026-11-25', to_check: 1, to_sign: 0 }, { day: '2026-11-26', to_check: 1, to_sign: 0 }])
})

test('Who is away is not reckoned with, and a changed calendar moves what was promised', async (t) => {
  const { house, office } = await openSlowOffice(t, 400)
  const rina = await house.staff('verifier')
  const [first, next] = await drafts(house, office, 2)
  assert.ok((await send(office, first!)).ok)
  const promised = () => promiseOfDraft(office, next!.visitor, next!.id)
  assert.equal((await promised())?.room, 3)
  const leave = { person: rina.person, units: ['3171'], firstDay: '2026-11-25', lastDay: '2026-11-25', deputy: null, kind: 'leave', command: randomUUID() } as const
  assert.ok((await recordAbsence(office, rina, leave)).ok)
  assert.equal((await promised())?.room, 1, 'the 360 minutes of today hold no case of hers')
  assert.ok((await addJointLeave(office, await house.staff('head'), { date: '2026-11-25', name: 'Cuti bersama', command: randomUUID() })).ok)
  await refigureDeadlines(office)
  assert.deepEqual(await loadsOf(house), [{ day: '2026-11-26', to_check: 1, to_sign: 0 }])
})

test('A service that is no one-day service promises its own days and touches no counter', async (t) => {
  const { house, office } = await openSlowOffice(t, 10_000, { oneDayService: false, days: 3 })
  const [draft] = await drafts(house, office, 1)
  assert.equal(await promiseOfDraft(office, draft!.visitor, draft!.id), null)
  assert.ok((await send(office, draft!)).ok)
  assert.equal(await deadlineOf(office, draft!), '2026-11-27T16:30')
  const { rows } = await house.database.openPool(1).query('select * from day_loads')
  assert.deepEqual(rows, [])
})
