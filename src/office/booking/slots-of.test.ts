import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dayOfDate, localDays, weekdayOf } from '../../process/index.ts'
import { checkRules } from './check-rules.ts'
import { addDays, dateIn, timeIn } from './local-time.ts'
import { samplePlace } from './sample-place.ts'
import type { DutySpan, SlotRules } from './slot-rules.ts'
import { bookable, bookingWindow, defaultRules, slotsOf, spansOn } from './slots-of.ts'

const rules = defaultRules(samplePlace, samplePlace.desks[0]!)
const local = (zone: string, at: number) => `${dateIn(zone, at)} ${timeIn(zone, at)}`

const clockTime = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
/** Spans of a day, in order and apart. */
const spans: fc.Arbitrary<readonly DutySpan[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: 24 * 12 - 1 }), { minLength: 0, maxLength: 6 })
  .map((times) => times.sort((a, b) => a - b).map((time) => clockTime(time * 5)))
  .chain((times) =>
    fc.tuple(...times.slice(0, times.length - (times.length % 2)).flatMap((from, at) => (at % 2 === 0 ? [fc.record({ from: fc.constant(from), to: fc.constant(times[at + 1]!), counters: fc.integer({ min: 0, max: 5 }) })] : []))),
  )
const week = fc.record(Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [day, spans])))
const firstDay = '2026-03-20'
const dates = Array.from({ length: 300 }, (_, day) => addDays(firstDay, day))
const someRules: fc.Arbitrary<SlotRules> = fc.record({
  minutes: fc.integer({ min: 5, max: 90 }),
  perCounter: fc.integer({ min: 1, max: 4 }),
  weekly: week,
  leadMinutes: fc.integer({ min: 0, max: 600 }),
  lastBookingMinutes: fc.integer({ min: 0, max: 120 }),
  horizonDays: fc.integer({ min: 1, max: 60 }),
  exceptions: fc.dictionary(
    fc.constantFrom(...dates),
    fc.oneof(
      fc.constant({ kind: 'closed' as const, reason: { id: 'Tutup', en: 'Closed' } }),
      spans.map((other) => ({ kind: 'other' as const, spans: other, reason: { id: 'Lain', en: 'Other' } })),
    ),
    { maxKeys: 20 },
  ),
})
// The three zones of Indonesia, and three with summer time: by night, at midnight, and by half an hour.
const zones = fc.constantFrom('Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura', 'Europe/Amsterdam', 'America/Santiago', 'Australia/Lord_Howe')
const somewhere = fc.record({ zone: zones, hours: week }).map(({ zone, hours }) => ({
  ...samplePlace,
  zone,
  hours: Object.fromEntries(Object.entries(hours).map(([day, each]) => [day, each.map(({ from, to }) => [from, to] as const)])),
}))
const period = fc.tuple(fc.constantFrom(...dates), fc.integer({ min: 0, max: 20 })).map(([from, days]) => [from, addDays(from, days)] as const)
const closing = fc.uniqueArray(fc.constantFrom(...dates), { maxLength: 40 }).map((days) => new Map(days.map((day) => [day, { id: 'Libur', en: 'Holiday' }])))

test('Slots never overlap, never lie outside the spans of their day, and never fall on a closed day', () => {
  fc.assert(
    fc.property(somewhere, someRules, closing, period, (place, some, closed, [from, to]) => {
      const days = localDays(place.zone)
      const slots = slotsOf(place, some, closed, from, to)
      for (const [at, slot] of slots.entries()) {
        assert.ok(at === 0 || slots[at - 1]!.endsAt <= slot.startsAt, 'one counter is never promised twice')
        assert.equal(slot.endsAt - slot.startsAt, some.minutes * 60_000)
        const date = dateIn(place.zone, slot.startsAt)
        assert.ok(date >= from && date <= to && !closed.has(date))
        assert.notEqual(some.exceptions[date]?.kind, 'closed')
        const day = dayOfDate(date)
        const minute = (time: string) => days.instantOf(day, Number(time.slice(0, 2)) * 60 + Number(time.slice(3)))
        const span = spansOn(place, some, closed, date).find((each) => minute(each.from) <= slot.startsAt && slot.endsAt <= minute(each.to))
        assert.ok(span, `${local(place.zone, slot.startsAt)} lies in a span`)
        assert.equal(slot.capacity, span.counters * some.perCounter)
        assert.ok(minute(span.to) - slot.startsAt >= some.lastBookingMinutes * 60_000)
      }
    }),
    { numRuns: 200 },
  )
})

test('The weekly spans of a desk never reach beyond the opening hours of its place', () => {
  fc.assert(
    fc.property(somewhere, someRules, fc.constantFrom(...dates), (place, some, date) => {
      if (some.exceptions[date]) return
      for (const span of spansOn(place, some, new Map(), date)) {
        const opening = place.hours[weekdayOf(dayOfDate(date))] ?? []
        assert.ok(opening.some(([opens, closes]) => opens <= span.from && span.to <= closes))
      }
    }),
  )
})

test('Rules of every right shape pass the check', () => {
  fc.assert(fc.property(someRules, (some) => checkRules(some) === null))
})

test('A desk begins with half hours in the opening hours, without the Friday prayer', () => {
  const friday = slotsOf(samplePlace, rules, new Map(), '2026-11-27', '2026-11-27').map((slot) => timeIn('Asia/Jakarta', slot.startsAt))
  assert.equal(friday.length, 8 + 7)
  assert.deepEqual([friday[0], friday[7], friday[8], friday.at(-1)], ['07:30', '11:00', '13:00', '16:00'])
  assert.deepEqual(slotsOf(samplePlace, rules, new Map(), '2026-11-28', '2026-11-29'), [])
})

test('Nine in the morning is another instant in each zone of the country', () => {
  const nine = (zone: string) => slotsOf({ ...samplePlace, zone }, { ...rules, weekly: { 2: [{ from: '09:00', to: '09:30', counters: 1 }] } }, new Map(), '2026-11-24', '2026-11-24')[0]!.startsAt
  assert.deepEqual(['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'].map((zone) => new Date(nine(zone)).toISOString().slice(11, 16)), ['02:00', '01:00', '00:00'])
})

test('In the night on which summer time ends an open desk has an hour more of slots, on which it begins an hour less', () => {
  const night = { ...samplePlace, zone: 'Europe/Amsterdam', hours: { 7: [['00:00', '06:00'] as const] } }
  const always = { ...rules, minutes: 60, weekly: { 7: [{ from: '00:00', to: '06:00', counters: 1 }] } }
  const count = (date: string) => slotsOf(night, always, new Map(), date, date).length
  assert.deepEqual([count('2026-10-18'), count('2026-10-25'), count('2026-03-29')], [6, 7, 5])
})

test('A slot can be booked from the horizon until the lead time before it starts', () => {
  const startsAt = Date.parse('2026-11-26T02:00:00Z')
  const { opensAt, closesAt } = bookingWindow(startsAt, rules)
  const kind = (now: number) => bookable({ startsAt }, now, rules)?.kind ?? null
  assert.deepEqual([kind(opensAt - 1), kind(opensAt), kind(closesAt), kind(closesAt + 1), kind(startsAt)], ['TooFar', null, null, 'TooSoon', 'SlotPast'])
  assert.equal(closesAt, startsAt - 3_600_000)
})

test('Broken rules are refused, with what is wrong in them', () => {
  const wrong: readonly [Partial<SlotRules>, string][] = [
    [{ minutes: 0 }, 'minutes'], [{ minutes: 7.5 }, 'minutes'], [{ perCounter: 0 }, 'perCounter'], [{ horizonDays: 1000 }, 'horizonDays'], [{ leadMinutes: -1 }, 'leadMinutes'],
    [{ weekly: { 8: [] } }, 'weekly'], [{ weekly: { 1: [{ from: '09:00', to: '08:00', counters: 1 }] } }, 'weekly'],
    [{ weekly: { 1: [{ from: '08:00', to: '10:00', counters: 1 }, { from: '09:00', to: '11:00', counters: 1 }] } }, 'weekly'],
    [{ weekly: { 1: [{ from: '8:00', to: '9:00', counters: 1 }] } }, 'weekly'], [{ weekly: { 1: [{ from: '08:00', to: '09:00', counters: 1.5 }] } }, 'weekly'],
    [{ exceptions: { '2026-02-30': { kind: 'closed', reason: { id: '', en: '' } } } }, 'exceptions'],
  ]
  for (const [change, field] of wrong) assert.equal(checkRules({ ...rules, ...change })?.field, field)
})
