import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readVerdicts } from './read-verdicts.ts'

const form = (...entries: readonly [string, string][]) => {
  const data = new FormData()
  for (const [name, value] of entries) data.append(name, value)
  return data
}

test('Verdicts come from radio buttons and ticks; an answer without a tick is open', () => {
  const read = readVerdicts(form(['document:ktp', 'accepted'], ['document:proposal', 'refused'], ['shown', 'name'], ['shown', 'nik'], ['field:nik', 'refused']))
  assert.deepEqual(read, { documents: { ktp: 'accepted', proposal: 'refused' }, fields: { name: 'open', nik: 'refused' } })
})

test('A verdict that nobody can give counts for nothing', () => {
  assert.deepEqual(readVerdicts(form(['document:ktp', 'great'])).documents, { ktp: 'open' })
})
