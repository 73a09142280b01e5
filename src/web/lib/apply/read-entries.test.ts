import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Field } from '#office/service.ts'
import { answersOf, dateParts, readEntries } from './read-entries.ts'

const field = (key: string, widget: Field['widget']) => ({ key, widget }) as unknown as Field
const posted = (...values: readonly (readonly [string, string])[]) => {
  const form = new FormData()
  for (const [name, value] of values) form.append(name, value)
  return form
}

test('a date typed in three parts becomes one date', () => {
  const form = posted(['start-day', ' 7'], ['start-month', '3 '], ['start-year', '2027'])
  assert.deepEqual(readEntries(form, [field('start', 'date')]), { start: ['2027-03-07'] })
})

test('a date that is not filled in stays empty', () => {
  const form = posted(['start-day', ''], ['start-month', ''], ['start-year', ''])
  assert.deepEqual(readEntries(form, [field('start', 'date')]), { start: [''] })
})

test('parts that make no date come back as they were typed', () => {
  const form = posted(['start-day', '31'], ['start-month', 'feb'], ['start-year', '27'])
  const { start } = readEntries(form, [field('start', 'date')])
  assert.deepEqual(dateParts(start?.[0]), { day: '31', month: 'feb', year: '27' })
})

test('no part of a date can pose as another', () => {
  const form = posted(['start-day', '1'], ['start-month', '2-3'], ['start-year', '20-27'])
  assert.deepEqual(readEntries(form, [field('start', 'date')]), { start: ['2027-23-01'] })
})

test('all choices are read, only text counts, and fields of other pages are ignored', () => {
  const form = posted(['cities', '3171'], ['cities', '3174'], ['name', '<b>Ani</b> '], ['nik', '1'])
  form.append('cities', new File(['x'], 'x.txt'))
  const fields = [field('cities', 'checkboxes'), field('name', 'text')]
  const entries = readEntries(form, fields)
  assert.deepEqual(entries, { cities: ['3171', '3174'], name: ['<b>Ani</b> '] })
  assert.deepEqual(answersOf(entries, fields), { cities: ['3171', '3174'], name: '<b>Ani</b> ' })
})
