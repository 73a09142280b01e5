import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isInstant, parseInstant } from './instant.ts'

test('an instant is read with its offset, to the millisecond', () => {
  assert.equal(parseInstant('2026-11-24T09:00:00+07:00'), Date.UTC(2026, 10, 24, 2))
  assert.equal(parseInstant('2026-11-24T02:00Z'), Date.UTC(2026, 10, 24, 2))
  assert.equal(parseInstant('2026-11-24T02:00:00.5Z'), Date.UTC(2026, 10, 24, 2, 0, 0, 500))
})

test('what would be another instant on another machine, or is no day at all, is not read', () => {
  const texts = ['2026-11-24T09:00:00', '2026-11-24', 'tomorrow', '', '2026-02-30T09:00:00Z', '2027-02-29T09:00:00Z', '2026-13-01T09:00:00Z', '2026-11-24T25:00:00Z', '2026-11-24T09:60:00Z', '2026-11-24T09:00:60Z', '2026-11-24T09:00:00+0700', '2026-11-24 09:00:00Z', ' 2026-11-24T09:00:00Z']
  for (const text of texts) assert.equal(parseInstant(text), null, text)
})

test('timers reckon from 1900 to 2199', () => {
  assert.deepEqual(['1899-12-31T23:59:59Z', '1900-01-01T00:00:00Z', '2199-12-31T23:59:59Z', '2200-01-01T00:00:00Z'].map((text) => isInstant(parseInstant(text) ?? NaN)), [false, true, true, false])
  assert.equal(isInstant(NaN), false)
})
