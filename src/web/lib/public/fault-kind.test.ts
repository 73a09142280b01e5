import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultKind } from './fault-kind.ts'

test('Each refusal of a page has words of its own, and only a broken office says that it is broken', () => {
  assert.deepEqual([404, 403, 413, 429, 405, 500, 503].map(faultKind), ['missing', 'closed', 'large', 'busy', 'odd', 'broken', 'broken'])
})
