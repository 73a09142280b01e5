import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dueAt } from './due-at.ts'
import { parseDuration, type Duration, type TimeBasis } from './duration.ts'
import { countryZones, hoursWithLunch, lebaran } from './sample-calendars.ts'
import { anyCalendar, anyMinute } from './sample-clerk.ts'
import { compileCalendar } from './working-calendar.ts'
import { subtractWorkingTime } from './working-time.ts'

const minute = 60_000
const zone = 'Asia/Jakarta'
const calendar = compileCalendar({ zone, weekly: hoursWithLunch, holidays: lebaran })
const wib = (local: string) => Date.parse(`${local}+07:00`)
const written = (text: string): Duration => parseDuration(text) ?? assert.fail(text)
const due = (from: string, text: string, basis: TimeBasis = 'working') => {
  const found = dueAt({ at: wib(from), duration: written(text), basis, calendar, zone })
  return found.ok ? found.due : found.refusal.kind
}

test('four working hours that begin before Lebaran end after the joint leave', () => {
  assert.equal(due('2026-03-17T14:00', 'PT4H'), wib('2026-03-25T09:30'))
})

test('three working days that begin before Lebaran end with the third close after it', () => {
  assert.equal(due('2026-03-17T09:00', 'P3D'), wib('2026-03-27T16:30'))
  assert.equal(due('2026-03-17T16:00', 'P3D'), wib('2026-03-30T16:00'), 'what comes at the close is received after Lebaran')
  assert.equal(due('2026-03-21T10:00', 'P1D'), wib('2026-03-26T16:00'), 'and so is what comes on Lebaran itself')
})

test('nobody works at lunch or in the Friday prayer', () => {
  assert.equal(due('2026-03-16T11:30', 'PT1H'), wib('2026-03-16T13:30'))
  assert.equal(due('2026-03-16T12:20', 'PT1H'), wib('2026-03-16T14:00'), 'begun at lunch')
  assert.equal(due('2026-03-13T11:00', 'PT1H'), wib('2026-03-13T13:30'), 'Friday')
  assert.equal(due('2026-03-12T15:30', 'PT5H'), wib('2026-03-13T13:30'), 'overnight and through the prayer')
})

test('an hour that is up when lunch begins is not drawn out until lunch ends', () => {
  assert.equal(due('2026-03-16T11:00', 'PT1H'), wib('2026-03-16T12:00'))
  assert.equal(due('2026-03-16T11:00', 'PT1H0.001S'), wib('2026-03-16T13:00') + 1)
})

test('a working day and four hours are four hours after the close', () => {
  assert.equal(due('2026-03-16T09:00', 'P1DT4H'), wib('2026-03-25T11:30'))
})

test('calendar time knows neither weekends nor holidays', () => {
  assert.equal(due('2026-03-17T14:00', 'P3D', 'calendar'), wib('2026-03-20T14:00'))
  assert.equal(due('2026-03-17T14:00', 'PT36H', 'calendar'), wib('2026-03-19T02:00'))
  assert.equal(due('2026-03-17T14:00', 'P1W', 'calendar'), wib('2026-03-24T14:00'))
  assert.equal(due('2026-03-17T14:00', 'P1MT1H', 'calendar'), wib('2026-04-17T15:00'))
})

test('a month after the 31st is the last day of a shorter month, and 29 February comes once in four years', () => {
  assert.equal(due('2026-01-31T09:00', 'P1M', 'calendar'), wib('2026-02-28T09:00'))
  assert.equal(due('2028-01-31T09:00', 'P1M', 'calendar'), wib('2028-02-29T09:00'))
  assert.equal(due('2028-02-29T09:00', 'P1Y', 'calendar'), wib('2029-02-28T09:00'))
})

test('a month ends on the date of the office, not on that of the machine', () => {
  // 1 March in Jakarta is still 28 February in Greenwich, from where a month would be three days shorter.
  assert.equal(due('2026-03-01T03:00', 'P1M', 'calendar'), wib('2026-04-01T03:00'))
})

test('where the clocks change, a day keeps the hour on the wall and 24 hours do not', () => {
  const berlin = (text: string) => dueAt({ at: Date.parse('2026-03-28T09:00+01:00'), duration: written(text), basis: 'calendar', zone: 'Europe/Berlin' })
  assert.deepEqual(berlin('P1D'), { ok: true, due: Date.parse('2026-03-29T09:00+02:00') })
  assert.deepEqual(berlin('PT24H'), { ok: true, due: Date.parse('2026-03-29T10:00+02:00') })
})

test('two working hours from 13:30 WIB are up at other instants in each zone of the country', () => {
  const ends = countryZones.map(([zone]) =>
    dueAt({ at: wib('2026-03-16T13:30'), duration: written('PT2H'), basis: 'working', calendar: compileCalendar({ zone, weekly: hoursWithLunch, holidays: lebaran }) }),
  )
  assert.deepEqual(ends, [
    { ok: true, due: wib('2026-03-16T15:30') },
    { ok: true, due: Date.parse('2026-03-17T08:00+08:00') },
    { ok: true, due: Date.parse('2026-03-17T09:00+09:00') },
  ])
})

test('what can never be waited for is refused with its reason, at once', () => {
  const started = performance.now()
  assert.equal(due('2026-03-17T14:00', 'PT0S'), 'ZeroDuration')
  assert.equal(due('2026-03-17T14:00', 'PT0S', 'calendar'), 'ZeroDuration')
  assert.equal(due('2026-03-17T14:00', 'P1W'), 'NotWorkingTime')
  for (const basis of ['calendar', 'working'] as const)
    for (const text of ['P999999999999999D', 'PT999999999999999H', 'P101Y', 'P36500DT999H'])
      assert.match(String(due('2026-03-17T14:00', text, basis)), text === 'P101Y' && basis === 'working' ? /NotWorkingTime/ : /TooFar/, text)
  assert.equal(due('2026-03-17T14:00', 'P30000D'), 'TooFar', '30,000 working days are more than 100 years')
  for (const at of [NaN, Infinity, -Infinity, 1e15, Date.UTC(1899, 11, 31), Date.UTC(2200, 0, 1)])
    assert.deepEqual(dueAt({ at, duration: written('P1D'), basis: 'working', calendar }), { ok: false, refusal: { kind: 'OutOfRange', value: at } })
  assert.ok(performance.now() - started < 5000)
})

test('working time agrees with a clerk who counts minute by minute, on any small calendar', () => {
  fc.assert(
    fc.property(anyCalendar, anyMinute, fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 1200 }), ({ calendar, clerk }, at, days, minutes) => {
      fc.pre(days + minutes > 0)
      const found = dueAt({ at, duration: { months: 0, weeks: 0, days, ms: minutes * minute }, basis: 'working', calendar: compileCalendar(calendar) })
      assert.deepEqual(found, { ok: true, due: clerk.due(at, days, minutes * minute) })
    }),
    { numRuns: 300 },
  )
})

const hoursLong = fc.integer({ min: 1, max: 100 * 60 }).map((minutes) => minutes * minute + 1)
const after = (calendar: Parameters<typeof compileCalendar>[0], at: number, ms: number, days = 0) => {
  const found = dueAt({ at, duration: { months: 0, weeks: 0, days, ms }, basis: 'working', calendar: compileCalendar(calendar) })
  return found.ok ? found.due : assert.fail(found.refusal.kind)
}

test('so many working hours and then some more are as long as both together', () => {
  fc.assert(
    fc.property(anyCalendar, anyMinute, hoursLong, hoursLong, ({ calendar }, at, a, b) => {
      assert.equal(after(calendar, after(calendar, at, a), b), after(calendar, at, a + b))
    }),
    { numRuns: 200 },
  )
})

test('working time added and taken back leads to the same working instant', () => {
  fc.assert(
    fc.property(anyCalendar, anyMinute, hoursLong, ({ calendar, clerk }, at, ms) => {
      fc.pre(clerk.works(at))
      assert.equal(subtractWorkingTime(compileCalendar(calendar), after(calendar, at, ms), ms), at)
    }),
    { numRuns: 200 },
  )
})

test('who starts later or waits longer is never due earlier', () => {
  fc.assert(
    fc.property(anyCalendar, anyMinute, anyMinute, fc.nat({ max: 3 }), hoursLong, hoursLong, ({ calendar }, one, other, days, short, more) => {
      const [early, late] = [Math.min(one, other), Math.max(one, other)]
      assert.ok(after(calendar, early, short, days) <= after(calendar, late, short, days))
      assert.ok(after(calendar, early, short, days) < after(calendar, early, short + more, days))
      assert.ok(after(calendar, early, short, days) <= after(calendar, early, short, days + 1))
    }),
    { numRuns: 200 },
  )
})

test('a timer is due in microseconds', () => {
  const started = performance.now()
  for (let times = 0; times < 10_000; times += 1) due('2026-03-17T14:00', 'PT4H')
  assert.ok(performance.now() - started < 1000, 'a tenth of a millisecond each, on the slowest machine')
})
