import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseDuration, parseTimeBasis, refuseDuration, timesOver, type TimeBasis } from './duration.ts'

const none = { months: 0, weeks: 0, days: 0, ms: 0 }
const minute = 60_000
const hour = 3_600_000

test('a duration of ISO 8601 is read as it is written, each part in its own unit', () => {
  assert.deepEqual(parseDuration('P3D'), { ...none, days: 3 })
  assert.deepEqual(parseDuration('PT36H'), { ...none, ms: 36 * hour }, 'hours are hours, never a day and a half')
  assert.deepEqual(parseDuration('P1M'), { ...none, months: 1 })
  assert.deepEqual(parseDuration('PT1M'), { ...none, ms: minute }, 'behind the T it is a minute')
  assert.deepEqual(parseDuration('P1Y2M3W4DT5H6M7.008S'), { months: 14, weeks: 3, days: 4, ms: 5 * hour + 6 * minute + 7008 })
})

test('the smallest part may have a fraction, with a point or a comma, kept to the millisecond', () => {
  assert.equal(parseDuration('PT1.5H')?.ms, 90 * minute)
  assert.equal(parseDuration('PT0,5M')?.ms, minute / 2)
  assert.equal(parseDuration('PT0.0004S')?.ms, 0)
  for (const text of ['PT1.5H30M', 'PT1.5M1S', 'P1.5D', 'P0.5M', 'PT1.H']) assert.equal(parseDuration(text), null, text)
})

test('what is no duration is not read', () => {
  const texts = ['', 'P', 'PT', 'P1DT', '3D', 'P-1D', '-P1D', 'P1H', 'PT1D', 'p1d', ' P1D', 'P1D ', 'P1D\n', 'P1M1Y', 'four hours', '=due', `P${'9'.repeat(16)}D`, `PT1.${'1'.repeat(10)}S`]
  for (const text of texts) assert.equal(parseDuration(text), null, JSON.stringify(text))
})

test('a text of a million signs costs no time to refuse', () => {
  const started = performance.now()
  for (const text of [`P${'1'.repeat(1e6)}`, 'P1D'.repeat(3e5), `PT${'1.'.repeat(5e5)}S`]) assert.equal(parseDuration(text), null)
  assert.ok(performance.now() - started < 500)
})

test('each part is read as the number that stands there, however great', () => {
  const digits = fc.integer({ min: 0, max: 1e9 })
  fc.assert(
    fc.property(digits, digits, digits, digits, (months, weeks, days, hours) => {
      assert.deepEqual(parseDuration(`P${months}M${weeks}W${days}DT${hours}H`), { months, weeks, days, ms: hours * hour })
    }),
  )
})

test('a designer hears at once of a timer that could never run', () => {
  const reason = (text: string, basis: TimeBasis) => refuseDuration(parseDuration(text) ?? none, basis)?.kind ?? null
  assert.equal(reason('P1M', 'calendar'), null)
  assert.equal(reason('P5DT4H', 'working'), null)
  assert.equal(reason('P1M', 'working'), 'NotWorkingTime', 'nobody knows how many working days a month is')
  assert.equal(reason('P1W', 'working'), 'NotWorkingTime', 'seven working days or five?')
  for (const basis of ['calendar', 'working'] as const) {
    assert.equal(reason('PT0S', basis), 'ZeroDuration')
    assert.equal(reason('P0D', basis), 'ZeroDuration')
    assert.equal(reason('PT0.0001S', basis), 'ZeroDuration', 'shorter than a millisecond')
    assert.equal(reason('PT999999999999999H', basis), 'TooFar')
    assert.equal(reason('P36526D', basis), 'TooFar')
    assert.equal(reason('P36525D', basis), null)
  }
})

test('the clock of a timer is the wall clock until the model says it is working time', () => {
  assert.deepEqual([undefined, 'calendar', 'working', 'Working', 'office hours', ''].map(parseTimeBasis), ['calendar', 'calendar', 'working', null, null, null])
})

test('three times a month is three months, whatever their days', () => {
  assert.deepEqual(timesOver({ months: 1, weeks: 0, days: 2, ms: 5 }, 3), { months: 3, weeks: 0, days: 6, ms: 15 })
})
