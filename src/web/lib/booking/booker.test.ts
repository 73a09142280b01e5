import assert from 'node:assert/strict'
import { test } from 'node:test'
import { query, withoutAction } from './booker.ts'

test('Who signs in while booking comes back to the same day, not to the button', () => {
  assert.equal(withoutAction(new URL('http://office.example/book/a/b?/hold&date=2026-11-26&application=x')), '/book/a/b?date=2026-11-26&application=x')
  assert.equal(withoutAction(new URL('http://office.example/book/a/b?/hold')), '/book/a/b')
})

test('What is not known does not stand in an address', () => {
  assert.equal(query({ date: '2026-11-26', application: null, move: '' }), '?date=2026-11-26')
  assert.equal(query({}), '')
})
