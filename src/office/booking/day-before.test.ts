import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayBefore } from './day-before.ts'

const day = [['07:30', '16:00']] as const
const place = { zone: 'Asia/Jakarta', hours: { 1: day, 2: day, 3: day, 4: day, 5: [['07:30', '11:30'], ['13:00', '16:30']] as const } }
const text = (at: number | undefined) => at === undefined ? null : new Date(at + 7 * 3_600_000).toISOString().slice(0, 16)
const christmas = new Map([['2026-12-25', { id: 'Natal', en: 'Christmas' }]])

test('For a Wednesday it is Tuesday, from opening to closing', () => {
  const before = dayBefore(place, new Map(), '2026-11-25')
  assert.deepEqual([text(before?.opens), text(before?.closes), text(before?.evening)], ['2026-11-24T07:30', '2026-11-24T16:00', '2026-11-24T20:00'])
})

test('For the Monday after Christmas it is Thursday, but people may answer until Sunday evening', () => {
  const before = dayBefore(place, christmas, '2026-12-28')
  assert.deepEqual([text(before?.opens), text(before?.closes), text(before?.evening)], ['2026-12-24T07:30', '2026-12-24T16:00', '2026-12-27T20:00'])
})

test('A place that never opens has no day before', () => {
  assert.equal(dayBefore({ ...place, hours: {} }, new Map(), '2026-11-25'), null)
})
