import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asPrinted, typed } from './typed.ts'

test('What comes along when a number is copied or typed badly does not count', () => {
  assert.equal(typed('  0001.IP.\u00ad3171.\u200b2026\u0000\r\n', 60), '0001.IP.3171.2026')
  assert.equal(asPrinted('0001.ip. 3171.2026'), '0001.IP.3171.2026')
})

test('A line is cut, never in the middle of a character, and a file in its place is nothing', () => {
  assert.equal(typed('x'.repeat(5000), 40).length, 40)
  assert.equal(typed('123😀', 4), '123')
  assert.equal(typed(new File([], 'x'), 40), '')
  assert.equal(typed(null, 40), '')
})

test('Words of other scripts stay as they are', () => {
  assert.equal(typed('بحث علمي', 40), 'بحث علمي')
})
