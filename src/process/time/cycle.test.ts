import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { nextCycle, parseCycle, type Cycle } from './cycle.ts'
import type { CountedBy } from './due-at.ts'
import { hoursWithLunch, lebaran } from './sample-calendars.ts'
import { anyCalendar, anyMinute } from './sample-clerk.ts'
import { remainingTime, startTimer, stopTimer } from './stoppable-timer.ts'
import { compileCalendar } from './working-calendar.ts'
import { workingTimeBetween } from './working-time.ts'

const minute = 60_000
const hour = 3_600_000
const calendar = compileCalendar({ zone: 'Asia/Jakarta', weekly: hoursWithLunch, holidays: lebaran })
const working = { basis: 'working', calendar } as const
const wall = { basis: 'calendar', zone: 'Asia/Jakarta' } as const
const wib = (local: string) => Date.parse(`${local}+07:00`)
const read = (text: string): Cycle => parseCycle(text) ?? assert.fail(text)

/** Every time that a cycle comes, up to five; then why there is no other. */
const comings = (text: string, from: string, by: CountedBy) => {
  const found: (number | string)[] = []
  for (let fired = 0; fired < 5; fired += 1) {
    const next = nextCycle({ cycle: read(text), from: wib(from), fired, ...by })
    found.push(next.ok ? next.due : next.refusal.kind)
    if (!next.ok) break
  }
  return found
}
const at = (...locals: string[]) => locals.map((local) => wib(local))

test('a cycle of ISO 8601 is read with its count, its start and its length', () => {
  const every = (ms: number, days = 0) => ({ months: 0, weeks: 0, days, ms })
  assert.deepEqual(parseCycle('R3/PT10H'), { times: 3, start: null, every: every(10 * hour) })
  assert.deepEqual(parseCycle('R/P1D'), { times: null, start: null, every: every(0, 1) })
  assert.deepEqual(parseCycle('R5/2026-11-24T09:00:00+07:00/P1D'), { times: 5, start: wib('2026-11-24T09:00'), every: every(0, 1) })
  const texts = ['', 'R', 'R3', 'R/', '3/PT1H', 'R-1/PT1H', 'R0/PT1H', 'R03/PT1H', 'R9999999999/PT1H', 'R3/PT1H/', 'R3//PT1H', 'R3/PT1H/2026-11-24T09:00:00Z', 'R3/2026-11-24/P1D', 'R/P1D/P1D/P1D', 'PT1H', '0 0 9 * * MON-FRI']
  for (const text of texts) assert.equal(parseCycle(text), null, text)
})

test('three reminders of ten working hours come in working time, across lunch, nights and Lebaran, and then no more', () => {
  assert.deepEqual(comings('R3/PT10H', '2026-03-16T09:00', working), [...at('2026-03-17T11:30', '2026-03-25T15:00', '2026-03-27T09:00'), 'CycleOver'])
})

test('a reminder of each working day comes at each close, one after the other', () => {
  assert.deepEqual(comings('R/P1D', '2026-03-12T09:00', working), at('2026-03-13T16:30', '2026-03-16T16:00', '2026-03-17T16:00', '2026-03-25T16:00', '2026-03-26T16:00'))
})

test('a month after the 31st is the end of each month, and does not wander to the 28th for good', () => {
  assert.deepEqual(comings('R3/P1M', '2026-01-31T09:00', wall), [...at('2026-02-28T09:00', '2026-03-31T09:00', '2026-04-30T09:00'), 'CycleOver'])
})

test('a cycle with a start comes first at its start', () => {
  assert.deepEqual(comings('R3/2026-03-20T09:00:00+07:00/P1D', '2026-03-17T09:00', wall), [...at('2026-03-20T09:00', '2026-03-21T09:00', '2026-03-22T09:00'), 'CycleOver'])
})

test('what lay before a cycle was set has come and gone', () => {
  assert.deepEqual(comings('R3/2026-03-15T09:00:00+07:00/P1D', '2026-03-17T09:00', wall), [...at('2026-03-17T09:00'), 'CycleOver'])
  assert.deepEqual(comings('R3/2026-03-10T09:00:00+07:00/P1D', '2026-03-17T09:00', wall), ['CycleOver'])
  assert.equal(comings('R/1970-01-01T00:00:00Z/PT1S', '2026-03-17T09:00', wall)[0], wib('2026-03-17T09:00'), 'without counting through 56 years of seconds')
})

test('a cycle that can never come, or not for a hundred years, is refused', () => {
  assert.deepEqual(comings('R/PT0S', '2026-03-17T09:00', wall), ['ZeroDuration'])
  assert.deepEqual(comings('R/P1M', '2026-03-17T09:00', working), ['NotWorkingTime'])
  assert.deepEqual(comings('R/P40Y', '2026-03-17T09:00', wall), [...at('2066-03-17T09:00', '2106-03-17T09:00'), 'TooFar'])
  const refusal = (change: object) => nextCycle({ cycle: read('R/P1D'), from: wib('2026-03-17T09:00'), fired: 0, ...working, ...change })
  for (const fired of [-1, 0.5, NaN, Infinity]) assert.deepEqual(refusal({ fired }), { ok: false, refusal: { kind: 'OutOfRange', value: fired } })
  assert.deepEqual(refusal({ from: NaN }), { ok: false, refusal: { kind: 'OutOfRange', value: NaN } })
  assert.deepEqual(refusal({ fired: Number.MAX_SAFE_INTEGER }), { ok: false, refusal: { kind: 'TooFar' } })
  assert.deepEqual(refusal({ cycle: { ...read('R/P1D'), start: 1e15 } }), { ok: false, refusal: { kind: 'OutOfRange', value: 1e15 } })
})

test('a cycle that stood still for two working hours comes two working hours later from then on', () => {
  const next = (fired: number) => nextCycle({ cycle: read('R/P1D'), from: wib('2026-03-12T09:00'), fired, stood: 2 * hour, ...working })
  assert.deepEqual([next(0), next(1)], at('2026-03-16T09:30', '2026-03-17T09:30').map((due) => ({ ok: true, due })))
})

const length = fc.integer({ min: 1, max: 2000 }).map((minutes) => minutes * minute)
const everyOf = (ms: number): Cycle => ({ times: null, start: null, every: { months: 0, weeks: 0, days: 0, ms } })

test('between one coming and the next lies exactly the length of the cycle', () => {
  fc.assert(
    fc.property(anyCalendar, anyMinute, length, fc.nat({ max: 20 }), ({ calendar: any }, from, ms, fired) => {
      const by = { basis: 'working', calendar: compileCalendar(any) } as const
      const [one, two] = [fired, fired + 1].map((times) => nextCycle({ cycle: everyOf(ms), from, fired: times, ...by }))
      assert.ok(one?.ok && two?.ok)
      assert.deepEqual(remainingTime({ at: one.due, due: two.due, ...by }), { ok: true, left: ms })
    }),
    { numRuns: 200 },
  )
})

test('a cycle that stood still comes when a timer that was stopped and started would', () => {
  fc.assert(
    fc.property(anyCalendar, anyMinute, length, anyMinute, anyMinute, ({ calendar: any }, from, ms, one, other) => {
      const by = { basis: 'working', calendar: compileCalendar(any) } as const
      const [stopAt, startAt] = [Math.min(one, other), Math.max(one, other)]
      const first = nextCycle({ cycle: everyOf(ms), from, fired: 0, ...by })
      assert.ok(first.ok)
      fc.pre(from <= stopAt && stopAt < first.due)
      const stop = stopTimer({ at: stopAt, due: first.due, ...by })
      assert.ok(stop.ok)
      const stood = workingTimeBetween(by.calendar, stopAt, startAt)
      assert.deepEqual(nextCycle({ cycle: everyOf(ms), from, fired: 0, stood, ...by }), startTimer({ at: startAt, left: stop.left, ...by }))
    }),
    { numRuns: 200 },
  )
})
