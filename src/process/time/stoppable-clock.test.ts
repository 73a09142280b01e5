import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { usualHours } from './sample-calendars.ts'
import { deadlineOf, type Stop } from './stoppable-clock.ts'
import { compileCalendar } from './working-calendar.ts'
import { addWorkingTime, workingTimeBetween } from './working-time.ts'

const calendar = compileCalendar({ zone: 'Asia/Jakarta', weekly: usualHours, holidays: new Map([['2026-12-25', 'Natal']]) })
const hour = 3_600_000
const wib = (local: string) => Date.parse(`${local}+07:00`)
const stop = (from: string, to: string | null): Stop => ({ from: wib(from), to: to === null ? null : wib(to) })
const deadline = (started: string, days: number, ...stops: Stop[]) =>
  deadlineOf(calendar, { started: wib(started), allowance: { days }, stops })

test('a clock that was never stopped ends with the last working day', () => {
  assert.equal(deadline('2026-11-24T09:00', 1), wib('2026-11-25T16:00'))
})

test('a clock that stands still has no deadline', () => {
  assert.equal(deadline('2026-11-24T09:00', 1, stop('2026-11-24T10:00', null)), null)
})

test('a stop of two working hours moves the deadline by two working hours', () => {
  assert.equal(deadline('2026-11-24T09:00', 1, stop('2026-11-24T10:00', '2026-11-24T12:00')), wib('2026-11-26T09:30'))
})

test('a stop over the weekend and the prayer break counts its working hours alone', () => {
  // Friday 10:00 to Monday 08:30: 1.5 h before the prayer, 3.5 h after it, 1 h on Monday.
  assert.equal(deadline('2026-11-27T09:00', 1, stop('2026-11-27T10:00', '2026-11-30T08:30')), wib('2026-12-01T13:30'))
})

test('a stop outside working hours changes nothing', () => {
  assert.equal(deadline('2026-11-24T09:00', 1, stop('2026-11-24T16:00', '2026-11-25T07:30')), wib('2026-11-25T16:00'))
  assert.equal(deadline('2026-12-23T09:00', 1, stop('2026-12-25T08:00', '2026-12-25T15:00')), wib('2026-12-24T16:00'))
})

test('stops that overlap, are told twice or begin before the start count once', () => {
  const once = deadline('2026-11-24T09:00', 5, stop('2026-11-24T10:00', '2026-11-24T13:00'))
  assert.equal(
    deadline(
      '2026-11-24T09:00', 5,
      stop('2026-11-24T11:00', '2026-11-24T13:00'),
      stop('2026-11-24T10:00', '2026-11-24T12:00'),
      stop('2026-11-24T10:00', '2026-11-24T12:00'),
      stop('2026-11-23T08:00', '2026-11-24T09:00'),
    ),
    once,
  )
})

test('a missed promise stays missed: sending the case back afterwards moves nothing', () => {
  assert.equal(deadline('2026-11-24T09:00', 1, stop('2026-11-25T16:00', '2026-11-27T10:00')), wib('2026-11-25T16:00'))
  // The first stop moves the deadline past the second one, so that one counts too.
  assert.equal(
    deadline('2026-11-24T09:00', 1, stop('2026-11-24T10:00', '2026-11-25T10:00'), stop('2026-11-26T08:00', '2026-11-26T09:00')),
    wib('2026-11-27T08:30'),
  )
})

test('a promise can be made in working hours', () => {
  const clock = { started: wib('2026-11-27T11:00'), allowance: { workingMs: 2 * hour }, stops: [] }
  assert.equal(deadlineOf(calendar, clock), wib('2026-11-27T14:30'))
})

test('a deadline shifts by exactly the working time for which the clock was stopped', () => {
  const minutes = fc.integer({ min: 0, max: 20 * 24 * 60 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.uniqueArray(minutes, { minLength: 2, maxLength: 8 }), (days, instants) => {
      const started = wib('2026-12-01T08:00')
      const whole = deadlineOf(calendar, { started, allowance: { days }, stops: [] }) ?? 0
      const cuts = instants.toSorted((a, b) => a - b).map((at) => started + at * 60_000).filter((at) => at < whole)
      const stops: Stop[] = []
      for (let at = 0; at + 1 < cuts.length; at += 2) stops.push({ from: cuts[at]!, to: cuts[at + 1]! })
      const stood = stops.reduce((sum, { from, to }) => sum + workingTimeBetween(calendar, from, to ?? 0), 0)
      const shifted = deadlineOf(calendar, { started, allowance: { days }, stops })
      assert.equal(shifted, addWorkingTime(calendar, whole, stood))
      assert.equal(workingTimeBetween(calendar, whole, shifted ?? 0), stood)
    }),
  )
})
