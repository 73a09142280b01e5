import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { applicationNumber, luhn, permitNumber } from './numbers.ts'

test('Numbers are made as the service says', () => {
  assert.equal(applicationNumber('IP-{yy}-{seq:6}-{check}', '2026-11-24', 1), 'IP-26-000001-3')
  assert.equal(permitNumber('{seq:4}.IP.{unit}.{year}', { unit: '3171', year: '2026' }, 12), '0012.IP.3171.2026')
})

test('A slip of one digit is never the number of somebody else', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 999_999 }), fc.nat({ max: 7 }), fc.integer({ min: 1, max: 9 }), (sequence, place, slip) => {
      const digits = applicationNumber('{yy}{seq:6}{check}', '2026-01-01', sequence)
      const changed = (Number(digits[place]) + slip) % 10
      const wrong = `${digits.slice(0, place)}${changed}${digits.slice(place + 1, -1)}`
      assert.notEqual(luhn(wrong), Number(digits.at(-1)))
    }),
  )
})
