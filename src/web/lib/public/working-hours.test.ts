import assert from 'node:assert/strict'
import { test } from 'node:test'
import { workingHours } from './working-hours.ts'

test('An average is said no more exactly than it is known', () => {
  assert.deepEqual(workingHours(0.4, 'id'), { hours: 0, written: '0' })
  assert.deepEqual(workingHours(1.02, 'en'), { hours: 1, written: '1' })
  assert.deepEqual(workingHours(5.449, 'id'), { hours: 5.4, written: '5,4' })
  assert.deepEqual(workingHours(1234.6, 'en'), { hours: 1235, written: '1,235' })
})
