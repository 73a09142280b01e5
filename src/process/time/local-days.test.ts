import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { dateOfDay, dayOfDate, localDays, weekdayOf } from './local-days.ts'

// Lord Howe moves its clocks by half an hour, Apia left out a whole day, Casablanca counts its summer from Ramadan.
const zones = ['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura', 'Europe/Berlin', 'Australia/Lord_Howe', 'Pacific/Apia', 'Africa/Casablanca']
const known = zones.map((zone) => ({ zone, days: localDays(zone) }))

test('a local time is the instant that the zone itself says, on days when the clocks change as well', () => {
  fc.assert(
    fc.property(fc.constantFrom(...known), fc.integer({ min: -30_000, max: 84_000 }), fc.integer({ min: 0, max: 1439 }), ({ zone, days }, day, minute) => {
      const plainTime = { hour: Math.floor(minute / 60), minute: minute % 60 }
      assert.equal(days.instantOf(day, minute), dateOfDay(day).toZonedDateTime({ timeZone: zone, plainTime }).epochMilliseconds)
    }),
    { numRuns: 2000 },
  )
})

test('an instant falls on the date that the zone itself says', () => {
  const instant = fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(2200, 0) })
  fc.assert(
    fc.property(fc.constantFrom(...known), instant, ({ zone, days }, at) => {
      assert.equal(dateOfDay(days.dayOf(at)).toString(), Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toString())
    }),
    { numRuns: 1000 },
  )
})

test('weekdays count from Monday, before 1970 as well', () => {
  for (const date of ['2026-11-23', '2026-11-29', '1970-01-01', '1969-12-28', '1901-05-04'])
    assert.equal(weekdayOf(dayOfDate(date)), Temporal.PlainDate.from(date).dayOfWeek)
})

test('a day centuries away is refused instead of reckoned with', () => {
  const days = localDays('Asia/Jakarta')
  for (const at of [NaN, Infinity, -Infinity, 1e15, -1e15]) assert.throws(() => days.dayOf(at), RangeError)
  assert.throws(() => dateOfDay(200_000), RangeError)
  assert.throws(() => dayOfDate('2026-02-30'), RangeError)
  assert.throws(() => localDays('Asia/Atlantis'), RangeError)
})

test('the day that Samoa left out has no instants of its own', () => {
  const { instantOf, dayOf } = localDays('Pacific/Apia')
  const leftOut = dayOfDate('2011-12-30')
  assert.equal(instantOf(leftOut, 0), instantOf(leftOut + 1, 0))
  assert.equal(dayOf(instantOf(leftOut, 0)), leftOut + 1)
  assert.equal(dayOf(instantOf(leftOut, 0) - 1), leftOut - 1)
})

test('where clocks change at midnight, the night before and the night after are both right', () => {
  const { instantOf } = localDays('Asia/Beirut')
  const first = dayOfDate('2019-01-01')
  for (let day = first; day < first + 1000; day += 1)
    for (const each of [day, day - 1])
      assert.equal(instantOf(each, 600), dateOfDay(each).toZonedDateTime({ timeZone: 'Asia/Beirut', plainTime: '10:00' }).epochMilliseconds)
})
