import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { evaluate, unaryTest } from 'feelin'
import { compileFeel, compileUnaryTests } from './compile-feel.ts'
import { ModelError } from '../model-error.ts'

/** The library breaks off where it knows no answer; there is nothing to compare with then. */
const brokeOff = Symbol('broke off')

/** What the library says itself. */
function asLibrary(ask: () => { readonly value: unknown }): unknown {
  try {
    return ask().value ?? null
  } catch {
    return brokeOff
  }
}

type Written = 'number' | 'text' | 'truth' | 'list'

const sign = fc.constantFrom('=', '!=', '<', '<=', '>', '>=')
const join = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((each) => each.join(' '))
const word = (text: string) => fc.constant(text)

/** Expressions whose parts are of the types that their signs ask for. */
const written = fc.letrec<Record<Written, string>>((tie) => ({
  number: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('n', 'm', '0', '2', '-1', '1.5', '.25', '007'),
    join(word('('), tie('number'), fc.constantFrom('+', '-', '*'), tie('number'), word(')')),
    join(tie('number'), word('/ 2')),
    join(word('- ('), tie('number'), word(')')),
    join(word('count('), tie('list'), word(')')),
    join(word('string length('), tie('text'), word(')')),
    join(word('if'), tie('truth'), word('then'), tie('number'), word('else'), tie('number')).map((text) => `(${text})`),
    join(word('abs('), tie('number'), word(')')),
    join(word('max('), tie('number'), word(','), tie('number'), word(')')),
    join(word('{ a :'), tie('number'), word(', b : a + 1 }.b')),
    join(word('( function(x, y) x - y )('), tie('number'), word(','), tie('number'), word(')')),
  ),
  text: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('s', 't', '"approve"', '"send-back"', '""', '"é \\"q\\""'),
    join(word('('), tie('text'), word('+'), tie('text'), word(')')),
    join(word('upper case('), tie('text'), word(')')),
    join(word('substring before('), tie('text'), word(','), tie('text'), word(')')),
    join(word('string('), tie('number'), word(')')),
  ),
  truth: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('b', 'true', 'false'),
    join(tie('number'), sign, tie('number')).map((text) => `(${text})`),
    join(tie('text'), sign, tie('text')).map((text) => `(${text})`),
    join(tie('truth'), fc.constantFrom('and', 'or'), tie('truth')).map((text) => `(${text})`),
    join(word('not('), tie('truth'), word(')')),
    join(word('('), tie('number'), word('between -1 and'), fc.constantFrom('0', '2'), word(')')),
    join(word('('), tie('number'), word('in ['), fc.constantFrom('-1', '0'), word('..'), fc.constantFrom('1', '2'), fc.constantFrom(']', ')'), word(')')),
    join(word('('), tie('number'), word('in ( 2 , >'), tie('number'), word(') )')),
    join(word('( n instance of'), fc.constantFrom('number', 'string', 'list<number>'), word(')')),
    join(fc.constantFrom('(some', '(every'), word('x in'), tie('list'), word('satisfies x'), sign, tie('number'), word(')')),
    join(word('list contains('), tie('list'), word(','), tie('number'), word(')')),
    join(word('contains('), tie('text'), word(','), tie('text'), word(')')),
  ),
  list: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('l', '[]'),
    join(word('['), tie('number'), word(','), tie('number'), word(']')),
    join(word('(for x in'), tie('list'), word('return x +'), tie('number'), word(')')),
    word('(for x in 1 .. 4 return x * n)'),
    join(tie('list'), word('[ item'), sign, tie('number'), word(']')),
    join(word('distinct values('), tie('list'), word(')')),
    join(word('concatenate('), tie('list'), word(','), tie('list'), word(')')),
    join(word('reverse('), tie('list'), word(')')),
  ),
}))
// Quarters are the same in tens and in twos.
const number = fc.integer({ min: -12, max: 12 }).map((quarters) => quarters / 4 + 0)
const text = fc.constantFrom('approve', 'send-back', '', 'a b')
const odd = fc.constantFrom('count', 'distinct values', ' unit', 'unit and level', 'toString', 'a-b', 'é', 'x y')
const values = fc
  .tuple(fc.record({ n: number, m: number, s: text, t: text, b: fc.boolean(), l: fc.array(number, { maxLength: 3 }) }), fc.dictionary(odd, number, { maxKeys: 1, noNullPrototype: true }))
  .map(([plain, strange]) => ({ ...strange, ...plain }))
const told = (value: unknown) => JSON.stringify(value)

test('An expression of the right types answers as the FEEL library does', () => {
  fc.assert(
    fc.property(fc.oneof(written.number, written.text, written.truth, written.list), values, (expression, given) => {
      // A variable called count hides the function, which the library then calls all the same.
      fc.pre(!('count' in given && /count\(/.test(expression)) && !('distinct values' in given && /distinct/.test(expression)))
      const library = asLibrary(() => evaluate(expression, given))
      fc.pre(library !== brokeOff)
      assert.equal(told(compileFeel(expression)(given)), told(library), expression)
    }),
    { numRuns: 3000 },
  )
})

const literal = fc.constantFrom('"approve"', '"send-back"', '""', 'null', 'true', 'false', '0', '2', '-1', '1.5', '007')
const limit = fc.constantFrom('-1', '0', '1.5', '2', 'n', 'n + 1')
const cell = fc.oneof(
  fc.array(literal, { minLength: 1, maxLength: 3 }).map((literals) => literals.join(', ')),
  fc.array(fc.tuple(sign, limit).map((parts) => parts.join(' ')), { minLength: 1, maxLength: 2 }).map((tests) => tests.join(', ')),
  fc.tuple(fc.constantFrom('[', '('), limit, limit, fc.constantFrom(']', ')')).filter(([, a, b]) => Number(a) < Number(b)).map(([open, a, b, close]) => `${open}${a}..${b}${close}`),
  fc.constantFrom('n', '? > 1', '? + n > 2', 'list contains([1, 2], ?)'),
)
const isOfNumbers = (tests: string) => /[<>?n]|\.\./.test(tests)

test('A cell answers as the FEEL library does, for values of the type that it asks for', () => {
  fc.assert(
    fc.property(cell, fc.boolean(), number, fc.oneof(text, fc.boolean(), fc.constant(null), number), values, (tests, negated, asked, any, given) => {
      const full = negated ? `not(${tests})` : tests
      const value = isOfNumbers(tests) ? asked : any
      const library = asLibrary(() => unaryTest(full, { ...given, '?': value }))
      fc.pre(library !== brokeOff)
      assert.equal(compileUnaryTests(full)(value, given), library === true, full)
    }),
    { numRuns: 3000 },
  )
})

test('Where the FEEL library follows JavaScript, the standard is followed here', () => {
  const says = (text: string, given: Record<string, unknown> = {}) => compileFeel(text)(given)
  // Values of two types have no order (table 54) and no sum (table 57).
  for (const text of ['2 < "10"', '"a" > 1', 'true < false', '1 + "1"', 'n in [1..3]']) assert.equal(says(text, { n: 'approve' }), null, text)
  // Decimals (10.3.2.3.1).
  assert.equal(says('0.1 + 0.2 = 0.3'), true)
  assert.equal(says('1.1 * 1.1'), 1.21)
  assert.equal(says('0.3 / 0.1'), 3)
  // Only true is true (table 51); what is neither true nor false leaves it open (table 52).
  assert.equal(says('if 1 then "yes" else "no"'), 'no')
  assert.equal(says('some x in [1, 2] satisfies x'), null)
  assert.equal(says('median([10, 9, 100])'), 10)
})

test('An expression that can not be evaluated has no value, and stops nothing', () => {
  assert.equal(compileFeel('level > limit')({ level: 1, limit: true }), null)
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
