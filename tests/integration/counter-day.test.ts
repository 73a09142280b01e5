import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { listDevices } from '../../src/usecases/counter/devices.ts'
import { listOpenRecords, resolveRecord } from '../../src/usecases/counter/resolve-record.ts'
import { openKey, openAnswers } from '../../src/usecases/case-file.ts'
import type { Visitor } from '../../src/usecases/views.ts'
import { newDevice, type CounterDevice } from '../support/counter-device.ts'
import { checked, walkIn, walkInAnswers } from '../support/counter-work.ts'
import { submitResearch } from '../support/research.ts'
import { openTestOffice, workday, type TestOffice } from '../support/test-office.ts'

// The whole day is in tests/faults/counter-day.test.ts: 500 applications, 300 decisions, 50 cuts.
const applications = Number(process.env['SATU_PINTU_COUNTER_APPLICATIONS'] ?? 25)
const decisions = Number(process.env['SATU_PINTU_COUNTER_DECISIONS'] ?? 20)
const cuts = Number(process.env['SATU_PINTU_COUNTER_CUTS'] ?? 10)
const conflicts = Math.round(decisions / 10)
const devices = 5
const alone = 8 * 3_600_000

let house: TestOffice
before(async () => {
  house = await openTestOffice()
})
after(() => house.close())

/** The same numbers in the same order: a day that went wrong can be played again. */
function chanceFrom(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 4294967296) * below)
  }
}

type Taken = { readonly application: string; readonly number: string; readonly name: string }
type Day = {
  readonly hall: readonly CounterDevice[]
  readonly officers: readonly Visitor[]
  readonly taken: Taken[]
  readonly contested: readonly string[]
  readonly decided: string[]
  readonly written: { readonly takeIn: string[]; readonly decide: string[] }
}

/** Cases that are there before the line is cut, five counters that hold them, and everybody signed in. */
async function begin(): Promise<Day> {
  const { office } = house
  const [lina, rina, bayu, head] = [await house.staff('counter'), await house.staff('verifier'), await house.staff('verifier2'), await house.staff('head')]
  const contested: string[] = []
  for (let count = 0; count < conflicts; count++) contested.push((await submitResearch(office, await house.citizen())).id)
  const hall: CounterDevice[] = []
  for (let count = 0; count < devices; count++) hall.push(await newDevice(office, head, '3171'))
  for (const device of hall) for (const officer of [rina, bayu, lina]) await device.meet(office, officer)
  return { hall, officers: [lina, rina, bayu], taken: [], contested, decided: [], written: { takeIn: [], decide: [] } }
}

/** Eight hours without a server. Of the decisions, one in ten is of a case that another counter decides as well. */
async function workAlone(day: Day, chance: (below: number) => number): Promise<void> {
  const [lina, rina, bayu] = day.officers as [Visitor, Visitor, Visitor]
  const own = decisions - 2 * conflicts
  for (let count = 0; count < applications; count++) {
    const device = day.hall[count % devices]!
    device.now = workday + Math.floor((alone * (count + 1)) / (applications + 1))
    // Two clocks are wrong, one of them by a day, and one computer was started anew at noon.
    device.skew = [0, 86_400_000, -540_000, 0, 0][count % devices]!
    const name = `Warga ${'ABCDEFGHIJ'[count % 10]} ${'abcdefghij'[Math.floor(count / 10) % 10]} ${'klmnopqrst'[Math.floor(count / 100) % 10]}`
    const { application, number, command } = await walkIn(house.office, device, lina, name)
    day.taken.push({ application, number, name })
    day.written.takeIn.push(command)
    if (count < own) {
      const what = chance(2) === 0 ? {} : { outcome: { kind: 'reject', reasons: ['bukan-penelitian'], message: `Bukan penelitian, ${name}.` } as const }
      day.written.decide.push(await device.does(chance(2) === 0 ? rina : bayu, checked(application, what), { after: [command], isRestarted: count % devices === 3 && count > applications / 2 }))
      day.decided.push(application)
    }
  }
  for (const [index, id] of day.contested.entries()) {
    day.written.decide.push(await day.hall[index % devices]!.does(rina, checked(id)))
    day.written.decide.push(await day.hall[(index + 1) % devices]!.does(bayu, checked(id, { outcome: { kind: 'reject', reasons: ['bukan-penelitian'], message: 'Bukan penelitian.' } })))
  }
}

/** The line comes back and breaks again and again: after some bytes, with or without the answer; scans come in between. */
async function comeBack({ hall }: Day, chance: (below: number) => number): Promise<void> {
  const { office } = house
  for (let cut = 0; cut < cuts; cut++) {
    const device = hall[cut % devices]!
    const length = device.unsent.reduce((sum, { body }) => sum + body.length, 0)
    await device.sync(office, chance(length + 1), chance(2) === 0)
    for (const { application, bytes } of [...device.scans.values()].filter(() => chance(8) === 0)) await device.upload(office, application, bytes)
  }
  await Promise.all(hall.map(async (device) => {
    await device.sync(office)
    await device.uploadAll(office)
  }))
}

test(`${applications} applications and ${decisions} decisions on ${devices} counters that were alone for eight hours, the sync cut ${cuts} times: none lost, none doubled, none retyped, every conflict before a person`, async () => {
  const chance = chanceFrom(20261124)
  const day = await begin()
  await workAlone(day, chance)
  house.setNow(workday + alone)
  await comeBack(day, chance)

  assert.deepEqual(day.hall.map(({ unsent }) => unsent.length), day.hall.map(() => 0), 'every record has its verdict')
  const pool = house.database.openPool(2)
  const { rows: kept } = await pool.query<{ kind: string; verdict: string; count: number }>('select kind, verdict, count(*)::int as count from counter_records group by 1, 2 order by 1, 2')
  assert.deepEqual(kept, [
    { kind: 'decide', verdict: 'accepted', count: decisions - conflicts },
    { kind: 'decide', verdict: 'set-aside', count: conflicts },
    { kind: 'take-in', verdict: 'accepted', count: applications },
  ])

  const { rows: cases } = await pool.query<{ id: string; number: string }>(`select id, number from cases where person like 'walk-in:%' order by number`)
  assert.deepEqual(cases, day.taken.map(({ application, number }) => ({ id: application, number })).sort((a, b) => (a.number < b.number ? -1 : 1)), 'each once, under the number of its receipt')
  await house.office.store.transaction(async (tx) => {
    for (const { application, name } of day.taken) {
      const key = await openKey(house.office, tx, application)
      assert.ok(key)
      assert.deepEqual(openAnswers(house.office, key, await tx.answers(application, 1)), walkInAnswers(house.office, name), 'as it was typed at the counter')
      assert.equal((await tx.documents(application)).length, 3)
    }
  })
  const { rows: times } = await pool.query<{ early: number; late: number }>(
    `select (count(*) filter (where submitted_at < $1))::int as early, (count(*) filter (where submitted_at > $2))::int as late from cases where person like 'walk-in:%'`,
    [new Date(workday).toISOString(), new Date(workday + alone).toISOString()],
  )
  assert.deepEqual(times[0], { early: 0, late: 0 }, 'whatever the clocks said')

  const head = await house.staff('head')
  const list = await listOpenRecords(house.office, head, '3171')
  assert.ok(list.ok)
  assert.deepEqual(list.items.map(({ does }) => (does?.kind === 'decide' ? does.application : '')).sort(), [...day.contested].sort(), 'every conflict is before a person')
  for (const { hash, now } of list.items) {
    assert.ok(now && (now.outcome === 'rejected' || now.task?.role === 'head'), 'with what stands on the other side')
    assert.ok((await resolveRecord(house.office, head, { hash, what: 'give-up', reason: 'Keputusan loket lain berlaku.' })).ok)
  }
  const counted = await listDevices(house.office, head, '3171')
  assert.ok(counted.ok)
  assert.equal(counted.devices.reduce((sum, { numbers }) => sum + numbers.used, 0), applications)
  assert.deepEqual(counted.devices.flatMap(({ gaps }) => gaps), [])
})
