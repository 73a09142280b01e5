import assert from 'node:assert/strict'
import { test } from 'node:test'
import { monthGrid } from './month-grid.ts'

test('A month is shown in weeks from Monday to Sunday', () => {
  const november = monthGrid(2026, 11)
  assert.equal(november[0]!.findIndex((day) => day?.day === 1), 6, '1 November 2026 is a Sunday')
  assert.deepEqual(november.flat().filter(Boolean).length, 30)
  assert.ok(november.every((week) => week.length === 7))
  assert.equal(november[1]![0]!.date, '2026-11-02')
})

test('A leap year has its day', () => {
  assert.equal(monthGrid(2028, 2).flat().filter(Boolean).length, 29)
})
