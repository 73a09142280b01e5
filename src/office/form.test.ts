import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Field } from './service.ts'
import { compileForm, readAnswers } from './form.ts'

const field = (key: string, more: Partial<Field> = {}): Field => ({
  key, label: { id: key, en: key }, officeLabel: null, hint: null, format: null, widget: 'text', required: false, maxLength: null, options: [], autocomplete: null, inputmode: null, error: null, ...more,
})
const fields = [field('name'), field('places', { widget: 'checkboxes' }), field('members', { widget: 'lines' }), field('nik', { format: 'nik' }), field('start', { widget: 'date' }), field('end', { widget: 'date' })]
const regions = {
  provinces: new Map([['31', 'DKI']]), cities: new Map([['3171', 'Jakarta Pusat']]), districts: new Map([['317106', 'Menteng']]), retiredCities: new Map(), highestDistrict: new Map([['3171', 8]]),
}
const check = compileForm({
  schema: {
    type: 'object', additionalProperties: false, required: ['name'],
    properties: {
      name: { type: 'string', minLength: 2, maxLength: 10, format: 'printable' }, places: { type: 'array', items: { enum: ['a', 'b'] } }, members: { type: 'array', maxItems: 2, items: { type: 'string' } },
      nik: { type: 'string', format: 'nik' }, start: { type: 'string', format: 'date' }, end: { type: 'string', format: 'date' },
    },
  },
  groups: [{ key: 'all', title: { id: '', en: '' }, intro: null, officeTitle: null, fields }],
  checks: [{ when: 'start != null and end != null and date(end) < date(start)', field: 'end', message: { id: 'terlalu awal', en: 'too early' } }],
}, regions)
const kinds = (answers: Parameters<typeof check>[0]) => check(answers, '2026-11-24').map((error) => `${error.field} ${error.kind}`)

test('What was typed becomes answers: trimmed, one form of each letter, lines as a list, a NIK without spaces', () => {
  const answers = readAnswers(fields, { name: ['  De\u0301wi \u0000'], places: ['a', 'a', ''], members: ['Siti\r\n\r\n Agus '], nik: ['3171 0652 0301-0004'], stranger: ['x'] })
  assert.deepEqual(answers, { name: 'Déwi', places: ['a'], members: ['Siti', 'Agus'], nik: '3171065203010004', start: '', end: '' })
})

test('Each field has one thing wrong at a time, in the order of the form', () => {
  assert.deepEqual(kinds({}), ['name Required'])
  assert.deepEqual(kinds({ name: 'x'.repeat(5000), places: ['c'], nik: '12' }), ['name TooLong', 'places Choice', 'nik NikWrongLength'])
  assert.deepEqual(kinds({ name: 'Dewi 😀' }), ['name Printable'])
  assert.deepEqual(kinds({ name: 'محمد' }), [], 'a script that the permit can be printed in')
  assert.deepEqual(kinds({ name: 'Dewi', start: '2026-02-30' }), ['start Date'])
})

test('Rules across fields are asked when each field is right by itself', () => {
  assert.deepEqual(kinds({ name: 'Dewi', start: '2026-12-02', end: '2026-12-01' }), ['end Check'])
  assert.deepEqual(kinds({ name: 'Dewi', start: '2026-12-01', end: '2026-12-01' }), [])
})
