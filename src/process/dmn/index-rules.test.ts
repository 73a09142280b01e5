import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compileTestsIn, newScope, nowhere } from '../feel/compile-feel.ts'
import { indexRules } from './index-rules.ts'

const cell = fc.constantFrom('"a"', '"b", "c"', 'not("a")', 'not("b", "c")', '-', '> 3', '"a", ?', 'null', '"a" ,"d"')
const rule = fc.tuple(cell, cell).map((cells) => ({
  cells,
  tests: cells.flatMap((text, place) => (text === '-' ? [] : [{ place, text, test: compileTestsIn(text, 'cell', nowhere) }])),
}))
const value = fc.constantFrom<unknown>('a', 'b', 'c', 'd', 'x', '', 5, null, true, ['a'])

test('The rules that an index leaves out are rules that do not fit', () => {
  fc.assert(
    fc.property(fc.array(rule, { minLength: 12, maxLength: 30 }), value, value, (rules, first, second) => {
      const given = [first, second]
      const fits = (each: (typeof rules)[number]) => each.tests.every(({ place, test: passes }) => passes(given[place], newScope({})) === true)
      assert.deepEqual(indexRules(rules, 2)(given).filter(fits), rules.filter(fits))
    }),
  )
})
