import assert from 'node:assert/strict'
import { test } from 'node:test'
import { usualHours } from '../../process/time/sample-calendars.ts'
import { promiseCalendar } from './promise-calendar.ts'

const wib = (local: string) => Date.parse(`${local}+07:00`)
const wednesday = { date: '2026-11-25', addedAt: wib('2026-11-24T10:00'), revokedAt: null }
const { reckon } = promiseCalendar({ zone: 'Asia/Jakarta', weekly: usualHours, daysOff: [wednesday] })
const promise = { submittedAt: wib('2026-11-23T09:00'), days: 3 }
const moves = [{ day: '2026-11-25', from: wib('2026-11-26T16:00'), to: wib('2026-11-27T16:30') }]

test('A day off that moved a deadline counts for good: the file may lie with the applicant over it afterwards', () => {
  assert.deepEqual(reckon({ ...promise, stops: [] }).moves, moves)
  const stopped = reckon({ ...promise, stops: [{ from: wib('2026-11-24T16:00'), to: wib('2026-11-30T07:00') }] })
  // Thursday and the short Friday were left, 16 hours: Monday, and 7.5 hours of Tuesday. Nobody was to work on Wednesday.
  assert.equal(stopped.deadline, wib('2026-12-01T15:00'))
  assert.deepEqual(stopped.moves, moves, 'and what was told of it stays true')
})

test('A day off that is decreed while the file lies with the applicant is weighed when the clock goes on', () => {
  const stops = (from: string, to: string | null) => [{ from: wib(from), to: to === null ? null : wib(to) }]
  assert.equal(reckon({ ...promise, stops: stops('2026-11-24T09:00', null) }).deadline, null)
  // Were Wednesday off, it would end at 13:30: earlier than without the leave, so it does not count.
  const after = reckon({ ...promise, stops: stops('2026-11-24T09:00', '2026-11-30T07:00') })
  assert.equal(after.deadline, wib('2026-12-02T14:30'))
  assert.deepEqual(after.moves, [])
})
