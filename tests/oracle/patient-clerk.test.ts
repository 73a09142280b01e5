// Worked out by hand with a paper calendar, to know that the clerk can be trusted before the office is held to its answers.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { daysOffFor } from './decrees.ts'
import { hireClerk, type Hours } from './patient-clerk.ts'
import { keepDiary, wallClock } from './wall-clock.ts'

const hour = 3_600_000
const day: readonly (readonly [string, string])[] = [['07:30', '16:00']]
const weekly: Hours['weekly'] = { 1: day, 2: day, 3: day, 4: day, 5: [['07:30', '11:30'], ['13:00', '16:30']] }
const zones = [['Asia/Jakarta', '+07:00'], ['Asia/Makassar', '+08:00'], ['Asia/Jayapura', '+09:00']] as const
const clerk = hireClerk({ zone: 'Asia/Jakarta', weekly }, Date.UTC(2026, 9, 1), Date.UTC(2028, 5, 1))
const none = clerk.closed([])
const wib = (local: string) => Date.parse(`${local}+07:00`)
const said = (at: number | null) => (at === null ? null : new Date(at + 7 * hour).toISOString().replace(/:00\.000Z|Z$/, ''))
const due = (submitted: string, days: number, closed: readonly string[] = [], ...stops: (readonly [string, string | null])[]) =>
  said(clerk.deadline({ submittedAt: wib(submitted), days, stops: stops.map(([from, to]) => ({ from: wib(from), to: to === null ? null : wib(to) })) }, clerk.closed(closed)))

test('A file handed in a moment before the close is received that day, one at the close on the next', () => {
  assert.equal(due('2026-11-24T15:59:59.999', 1), '2026-11-25T16:00')
  assert.equal(due('2026-11-24T16:00', 1), '2026-11-26T16:00')
  assert.equal(due('2026-11-24T00:00', 1), '2026-11-25T16:00')
  assert.equal(due('2026-11-28T10:00', 1), '2026-12-01T16:00', 'a Saturday is received on Monday')
})

test('29 February 2028 is a Tuesday, and a working day', () => {
  assert.equal(due('2028-02-28T09:00', 1), '2028-02-29T16:00')
  assert.equal(due('2028-02-28T16:00', 1), '2028-03-01T16:00')
  assert.equal(due('2028-02-29T15:59', 1), '2028-03-01T16:00')
  assert.equal(due('2028-02-29T16:00', 1), '2028-03-02T16:00')
  assert.equal(due('2028-02-28T09:00', 1, ['2028-02-29']), '2028-03-01T16:00', 'unless it is decreed to be none')
  // Eight hours were left; six of them fit on Wednesday.
  assert.equal(due('2028-02-28T09:00', 1, [], ['2028-02-29T08:00', '2028-03-01T10:00']), '2028-03-02T09:30')
})

test('The year changes between two working days', () => {
  assert.equal(due('2026-12-30T09:00', 2, ['2027-01-01']), '2027-01-04T16:00')
  assert.equal(due('2026-12-31T16:00', 1, ['2027-01-01']), '2027-01-05T16:00')
  assert.equal(due('2026-12-18T09:00', 10, ['2026-12-24', '2026-12-25', '2027-01-01']), '2027-01-06T16:00')
})

test('Nobody works in the prayer of Friday, and Friday closes later', () => {
  assert.equal(due('2026-11-26T09:00', 1), '2026-11-27T16:30')
  assert.equal(due('2026-11-27T12:00', 1), '2026-11-30T16:00')
  assert.equal(due('2026-11-27T16:29', 1), '2026-11-30T16:00')
  assert.equal(due('2026-11-27T16:30', 1), '2026-12-01T16:00')
  // Friday 10:00 to Monday 08:30: 1.5 hours before the prayer, 3.5 after it, one on Monday.
  assert.equal(due('2026-11-27T09:00', 1, [], ['2026-11-27T10:00', '2026-11-30T08:30']), '2026-12-01T13:30')
  assert.equal(clerk.worked(wib('2026-11-27T11:00'), wib('2026-11-27T14:00'), none), 1.5 * hour)
  assert.equal(said(clerk.before(wib('2026-11-27T14:00'), 2 * hour, none)), '2026-11-27T10:30')
  assert.equal(said(clerk.before(wib('2026-11-30T08:00'), hour, none)), '2026-11-27T16:00')
  assert.equal(said(clerk.before(wib('2026-11-27T14:00'), hour, none)), '2026-11-27T13:00', 'an opening rather than the close before it')
})

test('A promise stands still while a stop lasts, and no night or day off in it costs anything', () => {
  assert.equal(due('2026-11-24T09:00', 1, [], ['2026-11-24T10:00', null]), null)
  assert.equal(due('2026-11-24T09:00', 1, [], ['2026-11-24T10:00', '2026-11-24T12:00']), '2026-11-26T09:30')
  assert.equal(due('2026-11-24T09:00', 1, [], ['2026-11-24T16:00', '2026-11-25T07:30']), '2026-11-25T16:00')
  assert.equal(due('2026-11-24T09:00', 1, [], ['2026-11-25T16:00', '2026-11-27T10:00']), '2026-11-25T16:00', 'missed stays missed')
  assert.equal(due('2026-11-24T09:00', 1, [], ['2026-11-24T10:00', '2026-11-25T10:00'], ['2026-11-26T08:00', '2026-11-26T09:00']), '2026-11-27T08:30')
  assert.equal(due('2026-11-24T09:00', 1, [], ['2026-11-25T15:59:59.250', '2026-11-26T07:30:00.500']), '2026-11-26T07:30:01.250')
})

test('Two days before are two whole working days, four hours before are four working hours, and after likewise', () => {
  const christmas = clerk.closed(['2026-12-24', '2026-12-25'])
  assert.equal(said(clerk.openingBefore(wib('2026-11-25T16:00'), 2, none)), '2026-11-23T07:30')
  assert.equal(said(clerk.openingBefore(wib('2026-11-30T09:12'), 1, none)), '2026-11-27T07:30')
  assert.equal(said(clerk.openingBefore(wib('2026-12-28T16:00'), 2, christmas)), '2026-12-22T07:30')
  assert.equal(said(clerk.closeAfter(wib('2026-11-26T16:00'), 1, none)), '2026-11-27T16:30')
  assert.equal(said(clerk.closeAfter(wib('2026-12-23T16:00'), 1, christmas)), '2026-12-28T16:00')
  assert.equal(said(clerk.before(wib('2026-11-25T16:00'), 4 * hour, none)), '2026-11-25T12:00')
  assert.equal(said(clerk.after(wib('2026-11-27T16:30'), 4 * hour, none)), '2026-11-30T11:30')
  assert.equal(said(clerk.after(wib('2026-11-27T10:30'), hour, none)), '2026-11-27T11:30', 'a close rather than the next opening')
  assert.equal(said(clerk.after(wib('2026-11-28T10:30'), 0, none)), '2026-11-28T10:30')
})

test('A leave decreed late moves what was promised; taken back, it moves nothing but what is promised afterwards', () => {
  const leave = { date: '2026-12-23', from: wib('2026-12-22T12:00'), until: wib('2026-12-22T15:00') }
  const told = (submitted: string, now: string) => due(submitted, 2, daysOffFor([leave], wib(submitted), wib(now)))
  assert.equal(told('2026-12-21T10:00', '2026-12-22T11:59'), '2026-12-23T16:00')
  assert.equal(told('2026-12-21T10:00', '2026-12-22T12:00'), '2026-12-24T16:00')
  assert.equal(told('2026-12-21T10:00', '2026-12-22T15:00'), '2026-12-24T16:00')
  assert.equal(told('2026-12-22T15:00', '2026-12-22T15:00'), '2026-12-24T16:00', 'received on the 22nd')
  assert.equal(due('2026-12-22T14:59', 2, daysOffFor([leave], wib('2026-12-22T14:59'), wib('2026-12-23T09:00'))), '2026-12-25T16:30')
  const stood = (closed: readonly string[]) => due('2026-12-21T10:00', 2, closed, ['2026-12-22T10:00', '2026-12-23T12:00'])
  assert.equal(stood([]), '2026-12-25T09:30')
  assert.equal(stood(['2026-12-23']), '2026-12-25T15:00', 'fourteen and a half hours were left, counted from Thursday on')
})

test('Each of the three time zones of the country has its own clock on the wall', () => {
  for (const [zone, offset] of zones) {
    const here = hireClerk({ zone, weekly }, Date.UTC(2026, 10, 1), Date.UTC(2027, 0, 1))
    const at = (local: string) => Date.parse(`${local}${offset}`)
    const promise = (local: string) => here.deadline({ submittedAt: at(local), days: 1, stops: [] }, here.closed([]))
    assert.equal(promise('2026-11-24T15:59'), at('2026-11-25T16:00'), zone)
    assert.equal(promise('2026-11-24T16:00'), at('2026-11-26T16:00'), zone)
    assert.equal(here.date(at('2026-11-24T23:59')), '2026-11-24')
    assert.equal(here.date(at('2026-11-25T00:00')), '2026-11-25')
  }
  // One instant, three walls: 15:30 in Jakarta is before the close, 16:30 in Makassar and 17:30 in Jayapura after it.
  const dues = zones.map(([zone]) => {
    const here = hireClerk({ zone, weekly }, Date.UTC(2026, 10, 1), Date.UTC(2027, 0, 1))
    return here.deadline({ submittedAt: wib('2026-11-24T15:30'), days: 1, stops: [] }, here.closed([]))
  })
  assert.deepEqual(dues.map((at) => new Date(at!).toISOString().slice(0, 16)), ['2026-11-25T09:00', '2026-11-26T08:00', '2026-11-26T07:00'])
})

test('The diary says what the wall says, in any minute', () => {
  for (const [zone] of zones) {
    const [first, until] = [Date.UTC(2027, 11, 30), Date.UTC(2028, 2, 2)]
    const [diary, look] = [keepDiary(zone, first, until), wallClock(zone)]
    for (let index = 0; index < diary.minutes; index += 7) {
      const told = { date: diary.dates[diary.dayAt[index]!], weekday: diary.weekdays[diary.dayAt[index]!], minute: diary.minuteAt[index] }
      assert.deepEqual(told, look(first + index * 60_000))
    }
    assert.ok(diary.dates.includes('2028-02-29'))
  }
})
