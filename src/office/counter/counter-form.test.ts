import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { before, test } from 'node:test'
import fc from 'fast-check'
import { compileForm, type FormChecker } from '../form.ts'
import type { Field } from '../service.ts'
import { readForm } from './counter-form.ts'

const field = (key: string, more: Partial<Field> = {}): Field => ({
  key, label: { id: key, en: key }, officeLabel: null, hint: null, format: null, widget: 'text', required: false, maxLength: null, options: [], autocomplete: null, inputmode: null, error: null, ...more,
})
const regions = {
  provinces: new Map([['31', 'DKI']]), cities: new Map([['3171', 'Jakarta Pusat']]), districts: new Map([['317106', 'Menteng']]), retiredCities: new Map(), highestDistrict: new Map([['3171', 8]]),
}
let office: FormChecker
let counter: FormChecker
before(async () => {
  const schema = JSON.parse(await readFile(new URL('../../../services/izin-penelitian/form.schema.json', import.meta.url), 'utf8')) as { readonly properties: Record<string, { readonly format?: string }> }
  const fields = Object.entries(schema.properties).map(([key, { format }]) => field(key, { format: format ?? null }))
  const service = {
    schema, groups: [{ key: 'all', title: { id: '', en: '' }, intro: null, officeTitle: null, fields }],
    checks: [{ when: 'start != null and end != null and date(end) < date(start)', field: 'end', message: { id: 'terlalu awal', en: 'too early' } }],
  }
  ;[office, counter] = [compileForm(service, regions), readForm(service, regions)]
})

const right = {
  nik: '3171065203010004', name: 'Dewi Lestari', phone: '0812 3456 7890', address: 'Jl. Cikini Raya 12', institution: 'Universitas Indonesia', position: 'student', supervisor: '',
  research_title: 'Antrean pelayanan terpadu', field_of_study: 'Administrasi', purpose: 'master', method: 'Wawancara di loket.', cities: ['3171'], districts: [], start: '2027-01-04', end: '2027-06-30', members: ['Siti Rahma'],
}
const texts = fc.oneof(fc.constantFrom('', 'x', 'Dewi 😀', '2026-02-30', '2027-01-04', '0812', '3171', '317106', 'student', '3171065203010004', 'محمد', 'x'.repeat(1200)), fc.string({ maxLength: 30 }))
const change = fc.dictionary(fc.constantFrom(...Object.keys(right), 'stranger'), fc.oneof(texts, fc.array(texts, { maxLength: 46 })), { maxKeys: 4 })

test('A counter that works alone finds the same wrong answers as the office', () => {
  assert.deepEqual([office(right, '2026-11-25'), counter(right, '2026-11-25')], [[], []])
  const wrong = (check: FormChecker, answers: Parameters<FormChecker>[0]) => check(answers, '2026-11-25').map((error) => error.field)
  fc.assert(fc.property(change, (some) => assert.deepEqual(wrong(counter, { ...right, ...some }), wrong(office, { ...right, ...some }))), { numRuns: 2_000 })
})

test('It says the same about one wrong answer, in the same words', () => {
  const one: readonly (readonly [string, string | readonly string[]])[] = [
    ['name', ''], ['name', 'x'.repeat(101)], ['name', 'A'], ['address', 'Jalan 😀'], ['phone', '12'], ['start', '2027-02-30'], ['cities', ['9999']], ['cities', []], ['members', Array.from({ length: 21 }, () => 'Siti')], ['purpose', 'none'], ['nik', '12'], ['end', '2026-12-01'],
  ]
  for (const [key, value] of one) {
    const answers = { ...right, [key]: value }
    assert.deepEqual(counter(answers, '2026-11-25'), office(answers, '2026-11-25'), key)
    assert.equal(office(answers, '2026-11-25').length, 1, key)
  }
})
