import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openingHours } from './opening-hours.ts'

test('Days of the same hours stand in one line, and closed days in none', () => {
  const day = [['07:30', '16:00']] as const
  const friday = [['07:30', '11:30'], ['13:00', '16:30']] as const
  const lines = openingHours({ 1: day, 2: day, 3: day, 4: day, 5: friday, 6: [] }, 'id')
  assert.deepEqual(lines.map((line) => line.days), ['Senin–Kamis', 'Jumat'])
  assert.deepEqual(openingHours({ 1: day, 3: day }, 'en').map((line) => line.days), ['Monday', 'Wednesday'])
})
