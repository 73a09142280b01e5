import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { evaluate } from 'feelin'
import { compileFeel, compileUnaryTests } from './compile-feel.ts'
import { ModelError } from '../model-error.ts'

const variable = fc.constantFrom('outcome', 'unit', 'level')
const literal = fc.constantFrom('"approve"', '"send-back"', '""', 'null')
const comparison = fc.tuple(variable, fc.constantFrom('=', '!='), literal).map((parts) => parts.join(' '))
const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    comparison,
    variable,
    fc.tuple(tie('expression'), fc.constantFrom('and', 'or'), tie('expression')).map(([a, sign, b]) => `(${a}) ${sign} (${b})`),
  ),
}))
const value = fc.constantFrom<unknown>('approve', 'send-back', '', null, true, false, 3)
const values = fc.record({ outcome: value, unit: value, level: value }, { requiredKeys: [] })

test('A compiled condition answers as the FEEL library does', () => {
  fc.assert(
    fc.property(expression, values, (text, given) => {
      assert.deepEqual(compileFeel(text)(given), evaluate(text, given).value ?? null)
    }),
    { numRuns: 500 },
  )
})

test('What is no plain comparison is still FEEL', () => {
  assert.equal(compileFeel('count(distinct values(cities)) >= 2')({ cities: ['3171', '3174', '3171'] }), true)
  assert.equal(compileFeel('cities[1]')({ cities: ['3171'] }), '3171')
  assert.equal(compileFeel('nothing.known')({}), null)
})

test('A broken expression is refused when it is compiled, with the name of its element', () => {
  assert.throws(() => compileFeel('outcome = = "approve"', 'flow-7'), (error: unknown) => error instanceof ModelError && error.problems[0]?.element === 'flow-7')
  assert.throws(() => compileFeel('   ', 'flow-8'), /flow-8/)
  assert.throws(() => compileUnaryTests('[1..', 'cell-3'), /cell-3/)
})

test('A cell with a dash fits everything, any other only what it says', () => {
  assert.equal(compileUnaryTests('-')(7, {}), true)
  assert.equal(compileUnaryTests('>= 2')(2, {}), true)
  assert.equal(compileUnaryTests('>= 2')(1, {}), false)
  assert.equal(compileUnaryTests('"a", "b"')('b', {}), true)
})
