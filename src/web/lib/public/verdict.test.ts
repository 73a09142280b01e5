import assert from 'node:assert/strict'
import { test } from 'node:test'
import { proofFound, verdictOf } from './verdict.ts'

test('A forged seal or a changed PDF under the number of a real permit is never shown as genuine', () => {
  for (const said of ['not-ours', 'other-permit'] as const) assert.deepEqual(verdictOf('genuine', { asked: 'seal', said }), { tone: 'bad', key: 'mismatch' })
  assert.deepEqual(verdictOf('genuine', { asked: 'pdf', said: 'changed' }), { tone: 'bad', key: 'mismatch' })
})

test('A genuine seal does not bring a revoked or expired permit back into force', () => {
  assert.deepEqual(verdictOf('revoked', { asked: 'seal', said: 'genuine' }), { tone: 'bad', key: 'revoked' })
  assert.deepEqual(verdictOf('expired', { asked: 'pdf', said: 'genuine' }), { tone: 'bad', key: 'expired' })
})

test('Only a permit that is in the register and in force is good', () => {
  const tones = (['genuine', 'not-yet', 'expired', 'revoked', 'unknown'] as const).map((status) => verdictOf(status, null).tone)
  assert.deepEqual(tones, ['good', 'mind', 'bad', 'bad', 'bad'])
})

test('An empty or unreadable seal says nothing about the permit', () => {
  assert.equal(proofFound({ asked: 'seal', said: 'malformed' }), 'unreadable')
  assert.equal(verdictOf('genuine', { asked: 'seal', said: 'missing' }).key, 'genuine')
})
