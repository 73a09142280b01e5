import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { rejectApplication } from '../../src/usecases/decide-case.ts'
import { readForecast } from '../../src/usecases/forecast/forecast-case.ts'
import { listMine } from '../../src/usecases/list-mine.ts'
import { officerQueue } from '../../src/usecases/officer-queue.ts'
import { readCase } from '../../src/usecases/read-case.ts'
import { trackApplication } from '../../src/usecases/track-application.ts'
import { unitOverview } from '../../src/usecases/unit-overview.ts'
import { withdrawApplication } from '../../src/usecases/withdraw-application.ts'
import { addJointLeave } from '../../src/usecases/calendar-days.ts'
import { refigureDeadlines } from '../../src/usecases/refigure-deadlines.ts'
import { approve, sign, take } from '../support/office-work.ts'
import { submitResearch } from '../support/research.ts'
import { openTestOffice, workday, type TestOffice } from '../support/test-office.ts'

const hourMs = 3_600_000
const minuteMs = 60_000
const jakarta = (at: number) => new Date(at + 7 * hourMs).toISOString().slice(0, 16)

let house: TestOffice
before(async () => {
  house = await openTestOffice()
})
after(() => house.close())

async function foretold(id: string, own = house) {
  const read = await readForecast(own.office, id)
  assert.ok(read.ok && read.forecast, JSON.stringify(read))
  return read.forecast
}
async function tellings(id: string, own = house): Promise<readonly { day: string; readyBy: number; likelihood: number }[]> {
  const { rows } = await own.database.openPool(1).query('select day, ready_by as "readyBy", likelihood from office.forecasts where application = $1 order by day', [id])
  return rows as never
}

test('An open case tells its applicant and the officer by when it is ready, and how likely', async () => {
  house.setNow(workday)
  const dewi = await house.citizen()
  const { id } = await submitResearch(house.office, dewi)
  const tracked = await trackApplication(house.office, dewi, id)
  assert.ok(tracked.ok && tracked.view.forecast)
  const { forecast } = tracked.view
  assert.ok(forecast.likelihood >= 0.9 && forecast.likelihood <= 0.99)
  assert.ok(forecast.halfLikelihood >= 0.5 && forecast.halfBy <= forecast.readyBy)
  assert.match(jakarta(forecast.readyBy), /T16:[03]0$/, 'the end of a working day')
  assert.ok(forecast.median > workday && forecast.median <= forecast.halfBy)
  assert.ok(forecast.byDeadline !== null && forecast.byDeadline > 0)
  const read = await readCase(house.office, await house.staff('verifier'), id)
  assert.ok(read.ok)
  const rina = await house.staff('verifier')
  const queue = await officerQueue(house.office, rina, { unit: '3171', role: 'verifier', page: 1 })
  assert.ok(queue.ok)
  const line = queue.view.items.find((item) => item.id === id)
  const mine = (await listMine(house.office, dewi)).applications.find((each) => each.id === id)
  assert.deepEqual([read.view.forecast, line?.forecast, mine?.forecast], [forecast, forecast, forecast], 'all are told the same')
})

test('What is told is on record once a case and day, and can not be changed', async () => {
  house.setNow(workday)
  const dewi = await house.citizen()
  const { id } = await submitResearch(house.office, dewi)
  for (let times = 0; times < 3; times++) await trackApplication(house.office, dewi, id)
  const first = await tellings(id)
  assert.equal(first.length, 1)
  house.setNow(workday + 24 * hourMs)
  await trackApplication(house.office, dewi, id)
  const both = await tellings(id)
  assert.deepEqual(both.map(({ day }) => day), ['2026-11-24', '2026-11-25'])
  assert.deepEqual(both[0], first[0])
  for (const change of ['update forecasts set likelihood = 1', 'delete from forecasts'])
    await assert.rejects(house.database.openPool(1).query(change), /permission denied/)
  house.setNow(workday)
})

test('Work ahead in the line makes a case later; a case that moves on is seen anew', async (t) => {
  const own = await openTestOffice()
  t.after(() => own.close())
  const alone = await submitResearch(own.office, await own.citizen())
  const before = await foretold(alone.id, own)
  const others: string[] = []
  for (let count = 1; count <= 12; count++) {
    own.setNow(workday + count * 1000)
    others.push((await submitResearch(own.office, await own.citizen())).id)
  }
  const first = await foretold(alone.id, own)
  own.setNow(workday + minuteMs)
  const last = await foretold(others.at(-1)!, own)
  assert.ok(last.median > first.median)
  assert.ok(Math.abs(first.median - before.median) < 8 * hourMs, 'who comes later stands behind')
  own.setNow(workday + 2 * minuteMs)
  await approve(own.office, await own.staff('verifier'), alone.id)
  const signing = await foretold(alone.id, own)
  own.setNow(workday + 3 * minuteMs)
  await sign(own.office, await own.staff('head'), alone.id)
  const decided = await readForecast(own.office, alone.id)
  assert.ok(signing.median > 0)
  assert.deepEqual(decided, { ok: true, forecast: null })
})

test('A closed day in the way moves the forecast, as it moves the promise', async (t) => {
  const own = await openTestOffice({ now: workday + 5 * hourMs })
  t.after(() => own.close())
  const { id } = await submitResearch(own.office, await own.citizen())
  const before = await foretold(id, own)
  assert.ok(jakarta(before.readyBy) >= '2026-11-25')
  for (const date of ['2026-11-25', '2026-11-26', '2026-11-27'])
    assert.ok((await addJointLeave(own.office, await own.staff('head'), { date, name: 'Cuti bersama', command: randomUUID() })).ok)
  await refigureDeadlines(own.office)
  own.setNow(workday + 5 * hourMs + minuteMs)
  const after = await foretold(id, own)
  assert.ok(jakarta(after.readyBy) >= '2026-11-30', jakarta(after.readyBy))
})

test('Where nobody has the duty, nothing is told rather than anything', async (t) => {
  const own = await openTestOffice()
  t.after(() => own.close())
  const dewi = await own.citizen()
  // No one of the demo serves in the south.
  const { id } = await submitResearch(own.office, dewi, { places: { cities: ['3174'] } })
  assert.deepEqual(await readForecast(own.office, id), { ok: true, forecast: null })
  const tracked = await trackApplication(own.office, dewi, id)
  assert.ok(tracked.ok && tracked.view.forecast === null)
  assert.deepEqual(await tellings(id, own), [])
  assert.equal((await readForecast(own.office, randomUUID())).ok, false)
  assert.equal((await readForecast(own.office, 'nonsense')).ok, false)
})

test('An office that has become quick says so: its own recent times take the place of the table', async (t) => {
  const own = await openTestOffice()
  t.after(() => own.close())
  const [rina, sri] = [await own.staff('verifier'), await own.staff('head')]
  const { id: asked } = await submitResearch(own.office, await own.citizen())
  const before = await foretold(asked, own)
  for (let count = 0; count < 20; count++) {
    const { id } = await submitResearch(own.office, await own.citizen())
    await approve(own.office, rina, id)
    await sign(own.office, sri, id)
  }
  own.setNow(workday + 20 * minuteMs)
  const after = await foretold(asked, own)
  assert.ok(after.median - workday < before.median - workday, `${jakarta(before.median)} ${jakarta(after.median)}`)
  assert.equal(jakarta(after.readyBy).slice(0, 10), '2026-11-24')
})

test('The head reads how far forecasts held; while there are few, that there are few', async (t) => {
  const own = await openTestOffice()
  t.after(() => own.close())
  const [rina, sri] = [await own.staff('verifier'), await own.staff('head')]
  const reliability = async () => {
    const overview = await unitOverview(own.office, sri, { unit: '3171' })
    assert.ok(overview.ok)
    return overview.view.reliability
  }
  const dewis = []
  for (let count = 0; count < 22; count++) {
    const dewi = await own.citizen()
    dewis.push({ dewi, ...(await submitResearch(own.office, dewi)) })
  }
  for (const { dewi, id } of dewis) assert.ok((await trackApplication(own.office, dewi, id)).ok)
  assert.deepEqual(await reliability(), { days: 90, enough: 20, cases: 0, half: null, most: null }, 'no told day has come')
  // Eighteen are rejected in time, one is withdrawn, three are still open when their day has passed.
  for (const { id } of dewis.slice(0, 18)) {
    await take(own.office, rina, id)
    assert.ok((await rejectApplication(own.office, rina, { id, reasons: ['bukan-penelitian'], message: '', command: randomUUID() })).ok)
  }
  assert.ok((await withdrawApplication(own.office, dewis[18]!.dewi, { id: dewis[18]!.id, command: randomUUID() })).ok)
  own.setNow(workday + 20 * 24 * hourMs)
  const held = await reliability()
  assert.equal(held.cases, 21)
  assert.equal(held.most?.held, 18)
  assert.ok(held.most.told >= 0.9 && held.most.told <= 0.99)
  assert.ok(held.half && held.half.cases === 21 && held.half.told >= 0.5)
  own.setNow(workday + 200 * 24 * hourMs)
  assert.deepEqual(await reliability(), { days: 90, enough: 20, cases: 0, half: null, most: null }, 'what is long past says nothing of now')
})
