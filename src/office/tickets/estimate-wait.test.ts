import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { estimateWait, measurePace, wasRight, type Estimate, type OpenCounter, type Outcome } from './estimate-wait.ts'
import { nextTicket, type Waiting } from './next-ticket.ts'
import { queueRules } from './queue-rules.ts'

const now = Date.parse('2026-11-24T02:00:00Z')
const minute = 60_000
const line = (length: number): readonly Waiting[] => Array.from({ length }, (_, index) => ({ id: String(index), desk: 'pickup', since: now - (length - index) * 1000, order: index, booked: false, priority: null, counter: null }))
const counters = (count: number): readonly OpenCounter[] => Array.from({ length: count }, (_, index) => ({ number: String(index), desks: ['pickup'], favours: 0, freeAt: now, busy: false }))
const steady = new Map([['pickup', { meanMs: 4 * minute, spreadMs: 0, measured: 40 }]])

test('The first in line at a free counter is told to be called now', () => {
  const estimate = estimateWait(line(1), '0', counters(1), steady, [], queueRules, now)
  assert.deepEqual([estimate?.fromMs, estimate?.before], [0, 0])
})

test('With ten before you and two counters at four minutes each, about twenty minutes lie in the range', () => {
  const estimate = estimateWait(line(11), '10', counters(2), steady, [], queueRules, now)
  assert.ok(estimate && estimate.before === 10)
  assert.ok(estimate.fromMs <= 20 * minute && 20 * minute <= estimate.toMs, JSON.stringify(estimate))
})

test('Nothing is told while no counter for the desk is open', () => {
  assert.equal(estimateWait(line(3), '2', [], steady, [], queueRules, now), null)
  assert.equal(estimateWait(line(3), '2', counters(2).map((each) => ({ ...each, desks: ['interview'] })), steady, [], queueRules, now), null)
})

test('A desk is reckoned with the minutes of the office until five visits were measured, then with what they took', () => {
  assert.equal(measurePace([minute], 4).meanMs, 4 * minute)
  assert.equal(measurePace([2, 2, 2, 2, 2].map((each) => each * minute), 4).meanMs, 2 * minute)
  const oneForgotten = measurePace([2, 2, 2, 2, 2, 2, 2, 2, 2, 300].map((each) => each * minute), 4)
  assert.ok(oneForgotten.meanMs < 3 * minute, 'a counter that was not closed over lunch does not spoil the pace')
})

test('One more in line before you never makes the wait shorter', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 6 }), (length, count) => {
      const one = estimateWait(line(length), String(length - 1), counters(count), steady, [], queueRules, now)
      const more = estimateWait(line(length + 1), String(length), counters(count), steady, [], queueRules, now)
      return one !== null && more !== null && one.toMs <= more.toMs && one.fromMs <= more.fromMs
    }),
  )
})

test('When waits have been twice as long as expected, twice as long is told', () => {
  const outcomes = Array.from({ length: 40 }, (_, index) => ({ expectedMs: 20 * minute, waitedMs: (38 + (index % 5)) * minute }))
  const estimate = estimateWait(line(11), '10', counters(2), steady, outcomes, queueRules, now)
  assert.ok(estimate && estimate.fromMs >= 35 * minute && estimate.toMs <= 45 * minute, JSON.stringify(estimate))
})

/** The same line played through with the rule alone, ticket by ticket. */
test('The shortcut by the heads of the lines finds whoever the rule finds', () => {
  const people = fc.array(fc.record({ desk: fc.constantFrom('a', 'b', 'c'), since: fc.integer({ min: -90, max: 60 }), booked: fc.boolean(), priority: fc.constantFrom('elderly' as const, null, null), counter: fc.constantFrom(null, null, '1', '9') }), { minLength: 1, maxLength: 30 })
  const halls = fc.array(fc.record({ desks: fc.subarray(['a', 'b', 'c'], { minLength: 1 }), freeAt: fc.nat({ max: 9 }) }), { minLength: 1, maxLength: 4 })
  const paces = new Map([['a', 3], ['b', 7], ['c', 11]].map(([desk, mean]) => [String(desk), { meanMs: Number(mean) * minute, spreadMs: 0, measured: 40 }]))
  fc.assert(
    fc.property(people, halls, fc.nat(), (persons, hall, pick) => {
      const waiting = persons.map((each, order) => ({ ...each, since: now + (each.booked ? each.since : -Math.abs(each.since)) * minute, id: String(order), order }))
      const desk = hall.map((each, index) => ({ number: String(index + 1), desks: each.desks, favours: 0, freeAt: now + each.freeAt * minute, busy: false }))
      const own = waiting[pick % waiting.length]!
      assert.equal(estimateWait(waiting, own.id, desk, paces, [], queueRules, now)?.expectedMs ?? null, slowly(waiting, own, desk, paces))
    }),
  )
})

function slowly(line: readonly Waiting[], own: Waiting, hall: readonly OpenCounter[], paces: ReadonlyMap<string, { readonly meanMs: number }>): number | null {
  const open = new Set(hall.map((counter) => counter.number))
  let waiting = [...line]
  let free = [...hall]
  while (free.length > 0) {
    const counter = free.reduce((one, other) => (other.freeAt < one.freeAt ? other : one))
    const next = nextTicket(waiting, counter, queueRules, counter.freeAt, open)
    if (next?.ticket === own) return counter.freeAt - now
    waiting = waiting.filter((ticket) => ticket !== next?.ticket)
    free = free.flatMap((each) => (each !== counter ? each : next ? { ...each, favours: next.favours, freeAt: each.freeAt + paces.get(next.ticket.desk)!.meanMs } : []))
  }
  return null
}

/** A day at a desk with visits that differ as they do (log-normal); gives the share of told waits that came true. */
function shareRight(seed: number): number {
  let state = seed
  const chance = () => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) / 4294967296
  const bell = () => Math.sqrt(-2 * Math.log(chance() + 1e-9)) * Math.cos(2 * Math.PI * chance())
  const visits: number[] = []
  const outcomes: Outcome[] = []
  const told = new Map<string, Estimate & { at: number }>()
  let waiting: Waiting[] = []
  const desk = counters(3).map((each) => ({ ...each, busySince: now }))
  let [right, judged, taken] = [0, 0, 0]
  for (let at = now; at < now + 6 * 3_600_000; at += 5_000) {
    if (chance() < 0.06) {
      const ticket: Waiting = { id: String(++taken), desk: 'pickup', since: at, order: taken, booked: false, priority: chance() < 0.1 ? 'elderly' : null, counter: null }
      waiting.push(ticket)
      const paces = new Map([['pickup', measurePace(visits.slice(-40), 4)]])
      // The line knows when a counter became busy, not when it will be free.
      const seen = desk.map((each) => ({ ...each, busy: each.freeAt > at, freeAt: each.freeAt > at ? each.busySince + paces.get('pickup')!.meanMs : at }))
      const estimate = estimateWait(waiting, ticket.id, seen, paces, outcomes.slice(-60), queueRules, at)
      if (estimate) told.set(ticket.id, { at, ...estimate })
    }
    for (const each of desk) {
      if (each.freeAt > at) continue
      const next = nextTicket(waiting, each, queueRules, at, new Set())
      if (!next) continue
      waiting = waiting.filter((one) => one !== next.ticket)
      const lasts = 4 * minute * Math.exp(0.5 * bell() - 0.125)
      Object.assign(each, { favours: next.favours, busySince: at, freeAt: at + lasts })
      visits.push(lasts)
      const estimate = told.get(next.ticket.id)
      if (estimate) judged++
      if (estimate) outcomes.push({ expectedMs: estimate.expectedMs, waitedMs: at - estimate.at })
      if (estimate && wasRight(estimate, at)) right++
    }
  }
  return right / judged
}

test('Most of the waits that are told come true, on days that differ', () => {
  const shares = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => shareRight(seed * 7919))
  const mean = shares.reduce((sum, each) => sum + each, 0) / shares.length
  assert.ok(mean >= 0.8, `${(mean * 100).toFixed(0)} % were right: ${shares.map((each) => each.toFixed(2)).join(' ')}`)
})
