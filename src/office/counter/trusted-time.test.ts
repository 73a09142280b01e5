import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readClock, trustedTime } from './trusted-time.ts'

const met = Date.parse('2026-11-24T01:00:00Z')
const hour = 3_600_000
const stamp = { at: met, mac: '' }

test('A clock that is a day wrong changes nothing while the device runs', () => {
  const clock = readClock(met + 25 * hour, { stamp, skew: 0, monotonic: 500 }, 500 + hour)
  assert.equal(trustedTime(clock, met, met + 8 * hour), met + hour)
})

test('After a restart the device is believed by its clock less the error that is known of it', () => {
  const clock = readClock(met + 26 * hour, { stamp, skew: 24 * hour, monotonic: null }, 3)
  assert.equal(trustedTime(clock, met, met + 8 * hour), met + 2 * hour)
})

test('No record is older than the one before it or the last meeting, or younger than its arrival', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer(), fc.option(fc.integer()), fc.nat({ max: 8 * hour }), fc.nat({ max: 8 * hour }), (wall, skew, since, floor, arrival) => {
      const at = trustedTime({ wall, skew, stamp, since }, met + Math.min(floor, arrival), met + arrival)
      assert.ok(at >= met + Math.min(floor, arrival) && at <= met + arrival)
    }),
  )
})
