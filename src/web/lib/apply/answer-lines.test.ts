import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Field } from '#office/service.ts'
import { answerLines } from './answer-lines.ts'

const cities = ['Pusat', 'Utara', 'Barat', 'Selatan', 'Timur', 'Seribu', 'Lain'].map((name, index) => ({
  value: String(index),
  label: { id: name, en: `${name} (en)` },
}))
const field = (facts: Partial<Field>) => ({ widget: 'text', options: [], ...facts }) as unknown as Field

test('choices are read by their words, in the reader\'s language', () => {
  const choice = field({ widget: 'checkboxes', options: cities })
  assert.deepEqual(answerLines(choice, ['0', '3'], 'en'), ['Pusat (en)', 'Selatan (en)'])
  assert.deepEqual(answerLines(choice, ['9'], 'id'), ['9'])
})

test('many choices share one line', () => {
  const choice = field({ widget: 'checkboxes', options: cities })
  assert.equal(answerLines(choice, cities.map((city) => city.value), 'id').length, 1)
})

test('a date is written out and what is no date stays as typed', () => {
  assert.deepEqual(answerLines(field({ widget: 'date' }), '2027-03-07', 'id'), ['7 Maret 2027'])
  assert.deepEqual(answerLines(field({ widget: 'date' }), '2027-03-07', 'en'), ['7 March 2027'])
  assert.deepEqual(answerLines(field({ widget: 'date' }), '27-feb-31', 'id'), ['27-feb-31'])
})

test('nothing answered has no line', () => {
  assert.deepEqual(answerLines(field({}), '', 'id'), [])
  assert.deepEqual(answerLines(field({}), undefined, 'id'), [])
})
