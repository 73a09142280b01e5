import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { minutesOf, quietUntil, timeOfDay, usualQuiet } from './quiet-hours.ts'
import { placesOf, plainText } from './gsm-text.ts'
import { readPhone } from './phone-number.ts'

const at = (time: string, offset: string) => Date.parse(`2026-11-24T${time}:00${offset}`)

test('From nine in the evening to seven in the morning nothing rings, in the unit’s own time', () => {
  assert.equal(quietUntil(at('20:59', '+07:00'), 'Asia/Jakarta', usualQuiet), null)
  assert.equal(quietUntil(at('21:00', '+07:00'), 'Asia/Jakarta', usualQuiet), Date.parse('2026-11-25T07:00:00+07:00'))
  assert.equal(quietUntil(at('06:59', '+07:00'), 'Asia/Jakarta', usualQuiet), at('07:00', '+07:00'))
  assert.equal(quietUntil(at('07:00', '+07:00'), 'Asia/Jakarta', usualQuiet), null)
  assert.equal(quietUntil(at('20:00', '+07:00'), 'Asia/Jayapura', usualQuiet), Date.parse('2026-11-25T07:00:00+09:00'), 'in Papua it is ten by then')
})

test('Hours may lie within a day, and the same twice is never', () => {
  assert.equal(quietUntil(at('13:00', '+07:00'), 'Asia/Jakarta', { from: 12 * 60, until: 14 * 60 }), at('14:00', '+07:00'))
  assert.equal(quietUntil(at('13:00', '+07:00'), 'Asia/Jakarta', { from: 780, until: 780 }), null)
})

test('The end of quiet hours is not quiet itself, whatever the hours', () => {
  const minute = fc.integer({ min: 0, max: 1439 })
  fc.assert(
    fc.property(minute, minute, minute, (from, until, passed) => {
      const end = quietUntil(at('00:00', '+07:00') + passed * 60_000, 'Asia/Jakarta', { from, until })
      assert.ok(end === null || quietUntil(end, 'Asia/Jakarta', { from, until }) === null)
      assert.equal(minutesOf(timeOfDay(from)), from)
    }),
  )
})

test('A mobile number is read as people write it, and a landline is none', () => {
  for (const typed of ['0812-3456-7890', '+62 812 3456 7890', '6281234567890', '0062 812 34567890', '(0812) 3456.7890']) assert.equal(readPhone(typed), '+6281234567890', typed)
  assert.equal(readPhone('+60 12-345 6789'), '+60123456789')
  for (const typed of ['021 5550123', '0812', '812 3456 7890', 'abc', '', '+62 21 5550123', '0812345678901234567', '+0812345678']) assert.equal(readPhone(typed), null, typed)
})

test('A text holds only letters that every phone shows', () => {
  assert.equal(plainText('Kedai “Café” – 24 Nov, 16.00 WIB'), 'Kedai "Café" - 24 Nov, 16.00 WIB')
  assert.equal(placesOf(plainText('ū漢…')), placesOf('u?...'))
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\0-\x1f`\x7f]/g, '')), (text) => assert.notEqual(placesOf(plainText(text)), null)))
})
