import assert from 'node:assert/strict'
import { test } from 'node:test'
import { usualHours } from '../process/time/sample-calendars.ts'
import { workingClock } from './working-clock.ts'

const unit = { zone: 'Asia/Jakarta', weekly: usualHours, daysOff: [] }
const hour = 3_600_000
const wib = (local: string) => Date.parse(`${local}+07:00`)

test('a timer of a process runs by the wall or by the hours that the unit works, as its model says', () => {
  const clock = workingClock(unit)
  const timer = { kind: 'timer', element: 'remind', interrupting: false, properties: {} } as const
  const friday = wib('2026-11-27T15:30')
  assert.equal(clock.due({ ...timer, due: 'PT4H', dueKind: 'duration' }, friday), wib('2026-11-27T19:30'))
  assert.equal(clock.due({ ...timer, due: 'PT4H', dueKind: 'duration', basis: 'working' }, friday), wib('2026-11-30T10:30'))
  assert.equal(clock.due({ ...timer, due: '2026-12-01T09:00:00+07:00', dueKind: 'date' }, friday), wib('2026-12-01T09:00'))
  assert.equal(clock.due({ ...timer, due: 'R3/PT4H', dueKind: 'cycle' }, friday), null)
})

test('a promise of one day, made on a Tuesday morning, ends when Wednesday does', () => {
  const clock = workingClock(unit)
  assert.equal(clock.deadline({ submittedAt: wib('2026-11-24T09:00'), days: 1, stops: [] }), wib('2026-11-25T16:00'))
  assert.equal(clock.date(wib('2026-11-24T00:00')), '2026-11-24')
  assert.equal(clock.workingTime(wib('2026-11-24T08:00'), wib('2026-11-24T09:00')), hour)
})
