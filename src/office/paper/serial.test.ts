import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readSerial, writeSerial } from './serial.ts'

const serials = fc.record({
  unit: fc.constantFrom('31', '3171', '310101'),
  sequence: fc.integer({ min: 1, max: 999_999_999 }),
  check: fc.string({ unit: fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'), minLength: 4, maxLength: 4 }),
}, { noNullPrototype: true })

test('what was printed is read again, however it is typed or scanned', () => {
  fc.assert(
    fc.property(serials, (serial) => {
      const printed = writeSerial(serial)
      for (const typed of [printed, printed.toLowerCase(), ` ${printed.replaceAll('-', ' ')} `, printed.slice(2), printed.replaceAll('0', 'O').replaceAll('1', 'l'), `https://izin.kota.example/office/paper/${printed}`, `https://izin.kota.example/track?number=${printed}`])
        assert.deepEqual(readSerial(typed), serial, typed)
    }),
  )
})

test('what is no serial is none', () => {
  for (const typed of ['', 'P', 'IP-26-000123-4', 'P-3171-0007', 'P-3171-0007-K4T', 'P-3171-0007-K4TR-1', 'P-31710007K4TR', 'https://izin.kota.example/office/paper/']) assert.equal(readSerial(typed), null, typed)
  fc.assert(fc.property(fc.string({ maxLength: 400 }), (typed) => assert.doesNotThrow(() => readSerial(typed))))
})
