import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { openCounter } from '../../src/usecases/tickets/counter-session.ts'
import { queueFigures } from '../../src/usecases/tickets/queue-figures.ts'
import type { Opened } from '../../src/adapters/open-office.ts'
import { buildHall, chances, hall, hallCounters, officerAt, openDay } from '../support/busy-hall.ts'
import { checkLine } from '../support/check-line.ts'
import { openTestOffice, type TestOffice } from '../support/test-office.ts'

const half = 30_000
const morning = Date.parse('2026-11-24T00:30:00Z') // Tuesday, 07:30 in Jakarta
/** How many come in the day: `SATU_PINTU_TICKETS=3000` for that of a large hall. */
const people = Number(process.env['SATU_PINTU_TICKETS'] ?? 750)

let house: TestOffice
let second: Opened
before(async () => {
  house = await openTestOffice({ now: morning })
  second = await house.openNode()
  await buildHall(house.database.adminUrl)
})
after(async () => {
  await house?.close()
})

test(`A day of ${people} tickets at one place, two nodes, twelve counters: none is lost, doubled or passed over without a rule`, async () => {
  const chance = chances(20261124)
  const day = openDay([house.office, second.office], chance)
  for (const { number } of hallCounters) assert.ok((await openCounter(house.office, officerAt(number), { place: hall, counter: number, takeOver: false, command: randomUUID() })).ok)

  const busyUntil = new Map<string, number>()
  const away: { readonly ticket: string; readonly back: number }[] = []
  let [taken, now] = [0, morning]
  const atCounter = async (counter: string) => {
    if ((busyUntil.get(counter) ?? 0) > now) return
    if (busyUntil.has(counter)) {
      busyUntil.delete(counter)
      const ended = await day.end(counter)
      assert.ok(ended.ok, JSON.stringify(ended))
    }
    const called = await day.call(counter)
    if (!called.ok) return assert.equal(called.refusal.kind, 'NothingWaiting')
    if (chance() < 0.05) assert.ok((await day.recall(counter)).ok)
    if (chance() < 0.03) away.push({ ticket: called.id, back: now + 10 * 60_000 })
    busyUntil.set(counter, now + 30_000 + Math.floor(chance() * 120_000))
  }
  const arrive = async () => {
    taken++
    if (chance() < 0.1) await day.takeBooked(now)
    else assert.ok((await day.take()).ok)
  }
  const comeBack = async () => {
    for (const each of away.filter((one) => one.back === now)) {
      const answer = await day.back(each.ticket)
      assert.ok(answer.ok || ['AlreadyUsed', 'Ended', 'BeingServed'].includes(answer.refusal.kind), JSON.stringify(answer))
    }
  }
  for (; taken < people || busyUntil.size > 0; now += half) {
    house.setNow(now)
    const newcomers = Math.min(people - taken, Math.floor(chance() * 6.8))
    await Promise.all([...Array.from({ length: newcomers }, arrive), ...hallCounters.map(({ number }) => atCounter(number)), comeBack()])
  }

  const found = await checkLine(house.database.adminUrl, hall, hallCounters)
  assert.equal(found.tickets, people)
  assert.equal(found.waiting, 0, 'everybody in line was called')
  assert.ok(found.booked > 0 && found.priority > 0 && found.overtakings > 0, 'the rules were needed')
  assert.equal((found.states['served'] ?? 0) + (found.states['not-served'] ?? 0) + (found.states['away'] ?? 0), people)

  house.setNow(now + 86_400_000)
  const figures = await queueFigures(second.office)
  const month = figures.months.find((each) => each.place === hall)
  assert.deepEqual([month?.trips, month?.wasted], [people, (found.states['not-served'] ?? 0) + (found.states['away'] ?? 0)])
  const told = figures.estimates.find((each) => each.place === hall)
  assert.ok(told && told.told >= people && told.right / told.told >= 0.8, `at least eight in ten waits came true: ${JSON.stringify(told)}`)
})
