import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileCalendar } from '../../process/index.ts'
import { usualHours } from '../../process/time/sample-calendars.ts'
import { alarmsOf } from './alarms.ts'

const wib = (local: string) => Date.parse(`${local}+07:00`)
const calendar = compileCalendar({ zone: 'Asia/Jakarta', weekly: usualHours, holidays: new Map([['2026-12-24', 'Cuti bersama'], ['2026-12-25', 'Natal']]) })
const day = (after: string, deadline: string) => alarmsOf({ escalation: [{ to: 'above', after }], deemedApproval: null }, wib(deadline), calendar)[0]!.at

test('A day after a deadline is the close of the next working day, also where the promise ended at a close', () => {
  assert.equal(day('P1D', '2026-11-25T16:00'), wib('2026-11-26T16:00'))
  assert.equal(day('P1D', '2026-11-25T09:30'), wib('2026-11-26T16:00'))
  assert.equal(day('P1D', '2026-11-27T16:30'), wib('2026-11-30T16:00'))
  assert.equal(day('P2D', '2026-12-22T16:00'), wib('2026-12-28T16:00'))
})

test('Hours after a deadline are working hours', () => {
  assert.equal(day('PT0S', '2026-11-25T16:00'), wib('2026-11-25T16:00'))
  assert.equal(day('PT4H', '2026-11-27T16:30'), wib('2026-11-30T11:30'))
})
