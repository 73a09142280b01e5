import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkRules } from '#office/booking/check-rules.ts'
import { parseRules, readRules } from './read-rules.ts'

function form(change: Readonly<Record<string, string>> = {}): FormData {
  const fields = {
    minutes: '30', perCounter: '3', leadMinutes: '60', lastBookingMinutes: '0', horizonDays: '30',
    'w1-0-from': '08:00', 'w1-0-to': '12:00', 'w1-0-counters': '2', 'w1-1-from': '', 'w1-1-to': '', 'w1-1-counters': '',
    'x0-date': '2026-12-24', 'x0-kind': 'closed', 'x0-id': 'Pindah kantor', 'x0-en': '', 'x1-date': '', ...change,
  }
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.set(name, value)
  return data
}

test('What a head writes is read as rules: empty rows are no spans, one reason serves both languages', () => {
  const rules = readRules(form())
  assert.equal(checkRules(rules), null)
  assert.deepEqual(rules.weekly[1], [{ from: '08:00', to: '12:00', counters: 2 }])
  assert.deepEqual(rules.weekly[2], [])
  assert.deepEqual(rules.exceptions, { '2026-12-24': { kind: 'closed', reason: { id: 'Pindah kantor', en: 'Pindah kantor' } } })
})

test('A number that was left out, half a span and a date that is none are said by their field', () => {
  assert.deepEqual(checkRules(readRules(form({ minutes: '' }))), { kind: 'BadRules', field: 'minutes' })
  assert.deepEqual(checkRules(readRules(form({ 'w1-1-from': '13:00' }))), { kind: 'BadRules', field: 'weekly', at: '1' })
  assert.deepEqual(checkRules(readRules(form({ 'x0-date': '2026-02-30' }))), { kind: 'BadRules', field: 'exceptions', at: '2026-02-30' })
})

test('An exception that is marked goes, and one with other hours keeps them', () => {
  assert.deepEqual(readRules(form({ 'x0-remove': 'yes' })).exceptions, {})
  assert.deepEqual(readRules(form({ 'x0-kind': 'other', 'x0-from': '08:00', 'x0-to': '10:00', 'x0-counters': '1' })).exceptions['2026-12-24'], {
    kind: 'other', spans: [{ from: '08:00', to: '10:00', counters: 1 }], reason: { id: 'Pindah kantor', en: 'Pindah kantor' },
  })
})

test('Rules travel through the preview unchanged; what is no rules is nothing', () => {
  const rules = readRules(form())
  assert.deepEqual(parseRules(JSON.stringify(rules)), rules)
  for (const bad of ['', '{', '[]', '{"weekly":{"1":[{}]},"exceptions":{}}', '{"weekly":{},"exceptions":{"2026-01-01":{"kind":"other"}}}']) assert.equal(parseRules(bad), null)
})
