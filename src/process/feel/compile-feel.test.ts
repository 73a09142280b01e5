import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { evaluate, parseExpression, unaryTest } from 'feelin'
import { compileFeel, compileUnaryTests } from './compile-feel.ts'
import { ModelError } from '../model-error.ts'
import { compileSimple } from './compile-simple.ts'

/** What the library says itself. It throws where FEEL says null. */
function asLibrary(ask: () => { readonly value: unknown }): unknown {
  try {
    return ask().value ?? null
  } catch {
    return null
  }
}

const variable = fc.constantFrom('outcome', 'unit', 'level', 'cities', 'missing', 'count')
const literal = fc.constantFrom('"approve"', '"send-back"', '""', 'null', 'true', 'false', '0', '2', '-1', '1.5', '007')
const sign = fc.constantFrom('=', '!=', '<', '<=', '>', '>=')
const { expression } = fc.letrec<{ expression: string; list: string }>((tie) => ({
  list: fc.oneof({ maxDepth: 3 }, variable, tie('list').map((list) => `distinct values(${list})`)),
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.tuple(fc.oneof(variable, tie('list').map((list) => `count(${list})`)), sign, fc.oneof(literal, variable)).map((parts) => parts.join(' ')),
    variable,
    literal,
    tie('list').map((list) => `count(${list})`),
    fc.tuple(tie('list'), fc.constantFrom('1', '2', '0', '-1', '1.5')).map(([list, place]) => `${list}[${place}]`),
    fc.tuple(tie('expression'), fc.constantFrom('and', 'or'), tie('expression')).map(([a, word, b]) => `(${a}) ${word} (${b})`),
    fc.tuple(tie('expression'), fc.constantFrom('and', 'or'), tie('expression')).map((parts) => parts.join(' ')),
  ),
}))
const scalar = fc.constantFrom<unknown>('approve', 'send-back', '', null, undefined, true, false, 0, 2, 3, -1, 1.5, NaN, Infinity)
const value = fc.oneof({ weight: 3, arbitrary: scalar }, fc.array(scalar, { maxLength: 3 }), fc.constantFrom<unknown>({ a: 1 }, [{ a: 1 }], [[1], 1], new Date(0)))
// Names that hide a word of FEEL, or that FEEL writes otherwise, change how a text is read.
const odd = fc.constantFrom('count', 'and', 'null', 'distinct', 'values', 'distinct values', ' outcome', 'unit and level', 'unit and', 'cities ', 'toString', 'a-b', 'true', 'é')
const values = fc
  .tuple(fc.record({ outcome: value, unit: value, level: value, cities: value }, { requiredKeys: [] }), fc.dictionary(odd, value, { maxKeys: 1, noNullPrototype: true }))
  .map(([plain, strange]) => ({ ...plain, ...strange }))

test('A compiled expression answers as the FEEL library does', () => {
  fc.assert(
    fc.property(expression, values, (text, given) => {
      assert.deepEqual(compileFeel(text)(given), asLibrary(() => evaluate(text, given)), text)
    }),
    { numRuns: 2000 },
  )
})

const cell = fc.oneof(
  fc.array(literal, { minLength: 1, maxLength: 3 }).map((literals) => literals.join(', ')),
  fc.array(fc.tuple(sign, literal).map((parts) => parts.join(' ')), { minLength: 1, maxLength: 2 }).map((tests) => tests.join(', ')),
  fc.constantFrom('[1..3]', '(1..3]', 'unit', '? > 1', 'not(unit)'),
)

test('A compiled cell answers as the FEEL library does', () => {
  fc.assert(
    fc.property(cell, fc.boolean(), value, values, (text, negated, asked, given) => {
      const tests = negated ? `not(${text})` : text
      let compiled
      try {
        compiled = compileUnaryTests(tests)
      } catch (error) {
        assert.ok(error instanceof ModelError)
        return
      }
      assert.deepEqual(compiled(asked, given), asLibrary(() => unaryTest(tests, { ...given, '?': asked })) === true, tests)
    }),
    { numRuns: 2000 },
  )
})

test('What the models of the office say is compiled, the rest is left to the library', () => {
  const compiled = (text: string) => compileSimple(parseExpression(text, {}, undefined).topNode, text, () => 'library') !== null
  for (const text of ['outcome = "approve"', 'count(distinct values(cities)) >= 2', 'cities[1]', 'remindHeadAt', '"31"', '(a = 1) and b != null']) assert.ok(compiled(text), text)
  for (const text of ['a.b', 'a + 1', 'if a then 1 else 2', '"a\\nb"', 'count(a, b)', 'a[b = 1]', 'some x in a satisfies x = 1', 'count = 1', 'sum']) assert.ok(!compiled(text), text)
})

test('An expression that can not be evaluated has no value, and stops nothing', () => {
  assert.equal(compileFeel('level > limit')({ level: 1, limit: true }), null)
  assert.equal(compileFeel('outcome and unit')({ outcome: true, unit: true, and: 1 }), null)
  assert.equal(compileUnaryTests('> limit')(1, { limit: [1, 2] }), false)
})

test('What is no plain comparison is still FEEL', () => {
  assert.equal(compileFeel('count(distinct values(cities)) >= 2')({ cities: ['3171', '3174', '3171'] }), true)
  assert.equal(compileFeel('cities[1]')({ cities: ['3171'] }), '3171')
  assert.equal(compileFeel('nothing.known')({}), null)
})

test('A broken expression is refused when it is compiled, with the name of its element', () => {
  assert.throws(() => compileFeel('outcome = = "approve"', 'flow-7'), (error: unknown) => error instanceof ModelError && error.problems[0]?.element === 'flow-7')
  assert.throws(() => compileFeel('cuont(cities) > 1', 'flow-9'), /flow-9: .*no function cuont/)
  assert.throws(() => compileFeel('   ', 'flow-8'), /flow-8/)
  assert.throws(() => compileUnaryTests('[1..', 'cell-3'), /cell-3/)
})

test('A cell with a dash fits everything, any other only what it says', () => {
  assert.equal(compileUnaryTests('-')(7, {}), true)
  assert.equal(compileUnaryTests('>= 2')(2, {}), true)
  assert.equal(compileUnaryTests('>= 2')(1, {}), false)
  assert.equal(compileUnaryTests('"a", "b"')('b', {}), true)
})
