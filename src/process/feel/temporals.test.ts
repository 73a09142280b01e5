import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileFeel } from './compile-feel.ts'

const says = (text: string) => compileFeel(text)({})

test('A duration of years may be longer than the calendar, and is still compared, turned round and written', () => {
  assert.equal(says('string(duration("P999999999M"))'), 'P83333333Y3M')
  assert.equal(says('string(-duration("P99999999Y"))'), '-P99999999Y')
  assert.equal(says('duration("P99999999Y") > duration("P1Y")'), true)
  assert.equal(says('date("2026-01-05") + duration("P99999999Y")'), null)
})

test('Years and months are written as few of them as there are, and none as no months', () => {
  assert.deepEqual(['P26M', 'P1Y27M', '-P100M', 'P0Y'].map((text) => says(`string(duration("${text}"))`)), ['P2Y2M', 'P3Y3M', '-P8Y4M', 'P0M'])
})
