import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readMoves, writeMove } from './read-moves.ts'

test('A suggested move comes back from the form as it was written; anything else is no move', () => {
  assert.deepEqual(readMoves([writeMove('a-1', 'rina', 'bayu'), '', 'a b', 'a b c d']), [{ id: 'a-1', from: 'rina', to: 'bayu' }])
})
