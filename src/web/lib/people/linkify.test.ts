import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkify } from './linkify.ts'

test('Addresses of the office in a message can be followed, others stay text', () => {
  assert.deepEqual(linkify('Lihat http://o.example/track. Bukan http://evil.example/x', 'http://o.example'), [
    { text: 'Lihat ', href: null },
    { text: 'http://o.example/track', href: 'http://o.example/track' },
    { text: '. Bukan http://evil.example/x', href: null },
  ])
})
