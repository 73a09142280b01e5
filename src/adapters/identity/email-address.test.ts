import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readEmail } from './email-address.ts'

test('an address is kept in one form, however it was typed', () => {
  assert.equal(readEmail('  Sari.Dewi+izin@Kampus.ac.ID '), 'sari.dewi+izin@kampus.ac.id')
})

test('what mail cannot reach, or could smuggle a header, is no address', () => {
  const wrong = [
    '', 'sari', 'sari@', '@kampus.id', 'sari@kampus', 'a b@kampus.id', 'a@b@kampus.id', 'a..b@kampus.id',
    'sari@kampus.id\r\nBcc: all@kampus.id', 'sari@-kampus.id', '"<script>"@kampus.id', 'sari@kampus.id\0',
    `${'x'.repeat(65)}@kampus.id`, `a@${'x'.repeat(250)}.id`,
  ]
  for (const text of wrong) assert.equal(readEmail(text), null, JSON.stringify(text))
})
