import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toldValues } from './told-values.ts'

const told = { instant: (at: number) => `at ${at}`, day: (date: string) => `on ${date}`, document: (key: string) => key.toUpperCase() }

test('Instants, days and documents of a timeline become words, everything else stays as it is', () => {
  assert.deepEqual(toldValues({ fromAt: 1, dayOn: '2026-12-24', documents: 'ktp proposal', parts: 2, reason: 'payment' }, told), {
    fromAt: 'at 1', dayOn: 'on 2026-12-24', documents: 'KTP, PROPOSAL', parts: 2, reason: 'payment',
  })
  assert.equal(toldValues({ documents: '' }, told)['documents'], 'none')
})
