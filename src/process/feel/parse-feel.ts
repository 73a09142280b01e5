import { limits } from './limits.ts'
import { parseType } from './parse-type.ts'
import { normalName, takeFreshName, takeKey, takeName, withNames, type Names } from './read-name.ts'
import { expect, fail, FeelSyntaxError, nested, peekWord, skipSpace, take, takeNumber, takeString, takeWords, type Cursor } from './scan.ts'
import type { Args, CompareSign, Iteration, Node, Param } from './syntax.ts'

/** Reads an expression (grammar rule 1). `names` are the variables that it may look at. Throws a FeelSyntaxError. */
export function parseExpression(text: string, names: Names): Node {
  const cursor = open(text)
  return close(cursor, expression(cursor, names))
}

/** What a cell of a decision table says (grammar rule 17): a dash, tests, or `not(...)` of tests. */
export type UnaryTests = { readonly negated: boolean; readonly tests: readonly Node[] | null }

export function parseUnaryTests(text: string, names: Names): UnaryTests {
  const cursor = open(text)
  const asked = withNames(names, ['?'])
  if (take(cursor, '-')) {
    skipSpace(cursor)
    if (cursor.at === text.length) return { negated: false, tests: null }
    cursor.at = 0
  }
  if (takeWords(cursor, 'not') && take(cursor, '(')) {
    const tests = testList(cursor, asked)
    if (take(cursor, ')') && atEnd(cursor)) return { negated: true, tests }
  }
  cursor.at = 0
  cursor.depth = 0
  return { negated: false, tests: close(cursor, testList(cursor, asked)) }
}

function open(text: string): Cursor {
  const cursor = { text, at: 0, depth: 0, work: 0 }
  if (text.length > limits.text) fail(cursor, `it is longer than ${limits.text} characters`)
  return cursor
}

function atEnd(cursor: Cursor): boolean {
  skipSpace(cursor)
  return cursor.at === cursor.text.length
}

const close = <T>(cursor: Cursor, read: T): T => (atEnd(cursor) ? read : fail(cursor, 'it can not be read'))

function testList(cursor: Cursor, names: Names): readonly Node[] {
  const tests = [test(cursor, names)]
  while (take(cursor, ',')) tests.push(test(cursor, names))
  return tests
}

const test = (cursor: Cursor, names: Names): Node => signedTest(cursor, names) ?? expression(cursor, names)

/** `< 5`, `>= x`: a test of whatever value is at hand. Null where no sign stands. */
function signedTest(cursor: Cursor, names: Names): Node | null {
  const sign = compareSign(cursor)
  if (!sign) return null
  const than = nested(cursor, () => sum(cursor, names))
  switch (sign) {
    case '=':
    case '!=':
      return { kind: 'test', sign, than }
    case '<':
    case '<=':
      return { kind: 'range', low: null, high: than, lowIn: false, highIn: sign === '<=' }
    case '>':
    case '>=':
      return { kind: 'range', low: than, high: null, lowIn: sign === '>=', highIn: false }
  }
}

function openRange(cursor: Cursor, names: Names): Node | null {
  skipSpace(cursor)
  return '<>'.includes(cursor.text[cursor.at] ?? ' ') ? signedTest(cursor, names) : null
}

function compareSign(cursor: Cursor): CompareSign | null {
  for (const sign of ['<=', '>=', '!=', '<', '>', '='] as const) if (take(cursor, sign)) return sign
  return null
}

const expression = (cursor: Cursor, names: Names): Node => nested(cursor, () => disjunction(cursor, names))

function disjunction(cursor: Cursor, names: Names): Node {
  let left = conjunction(cursor, names)
  while (takeWords(cursor, 'or')) left = { kind: 'junction', decisive: true, left, right: conjunction(cursor, names) }
  return left
}

function conjunction(cursor: Cursor, names: Names): Node {
  let left = comparison(cursor, names)
  while (takeWords(cursor, 'and')) left = { kind: 'junction', decisive: false, left, right: comparison(cursor, names) }
  return left
}

function comparison(cursor: Cursor, names: Names): Node {
  let left = signedTest(cursor, names) ?? sum(cursor, names)
  for (;;) {
    if (takeWords(cursor, 'instance', 'of')) left = { kind: 'instance', value: left, type: parseType(cursor, names) }
    else if (takeWords(cursor, 'between')) {
      const low = sum(cursor, names)
      if (!takeWords(cursor, 'and')) fail(cursor, '"and" is missing')
      left = { kind: 'between', value: left, low, high: sum(cursor, names) }
    } else if (takeWords(cursor, 'in')) left = { kind: 'in', value: left, tests: testsAfterIn(cursor, names) }
    else {
      const sign = compareSign(cursor)
      if (!sign) return left
      // A range may stand there as well: `range("[2..)") = >= 2`.
      const range = sign === '=' || sign === '!=' ? openRange(cursor, names) : null
      left = { kind: 'compare', sign, left, right: range ?? sum(cursor, names) }
    }
  }
}

/** `in (1, > 5)`, `in [1..5]`, `in < 5`: a list of tests in brackets, or one. */
function testsAfterIn(cursor: Cursor, names: Names): readonly Node[] {
  const signed = signedTest(cursor, names)
  if (signed) return [signed]
  const before = cursor.at
  const depth = cursor.depth
  if (take(cursor, '(')) {
    try {
      const tests = testList(cursor, names)
      if (take(cursor, ')') && !continues(cursor)) return tests
    } catch (error) {
      // It is an open range: `(1..5]`.
      if (!(error instanceof FeelSyntaxError)) throw error
    }
    cursor.at = before
    cursor.depth = depth
  }
  return [sum(cursor, names)]
}

/** True where what stands in brackets goes on: `(a + b) * c`. */
function continues(cursor: Cursor): boolean {
  skipSpace(cursor)
  return '+-*/.['.includes(cursor.text[cursor.at] ?? ' ')
}

function sum(cursor: Cursor, names: Names): Node {
  let left = product(cursor, names)
  for (;;) {
    if (take(cursor, '+')) left = { kind: 'arithmetic', sign: '+', left, right: product(cursor, names) }
    else if (take(cursor, '-')) left = { kind: 'arithmetic', sign: '-', left, right: product(cursor, names) }
    else return left
  }
}

function product(cursor: Cursor, names: Names): Node {
  let left = power(cursor, names)
  for (;;) {
    skipSpace(cursor)
    if (cursor.text.startsWith('**', cursor.at)) return left
    if (take(cursor, '*')) left = { kind: 'arithmetic', sign: '*', left, right: power(cursor, names) }
    else if (take(cursor, '/')) left = { kind: 'arithmetic', sign: '/', left, right: power(cursor, names) }
    else return left
  }
}

/** `2 ** 3 ** 2` is read from the left, and `-2 ** 2` is 4: the sign belongs to the number (grammar rules 4 and 2). */
function power(cursor: Cursor, names: Names): Node {
  let left = signed(cursor, names)
  while (take(cursor, '**') || take(cursor, '^')) left = { kind: 'arithmetic', sign: '**', left, right: signed(cursor, names) }
  return left
}

function signed(cursor: Cursor, names: Names, filters = true): Node {
  if (!take(cursor, '-')) return postfix(cursor, names, filters)
  const of = nested(cursor, () => signed(cursor, names, filters))
  return of.kind === 'literal' && typeof of.value === 'number' ? { kind: 'literal', value: -of.value } : { kind: 'negate', of }
}

function postfix(cursor: Cursor, names: Names, filters: boolean): Node {
  let target = primary(cursor, names)
  for (;;) {
    skipSpace(cursor)
    const here = cursor.text[cursor.at]
    if (here === '.' && cursor.text[cursor.at + 1] !== '.') {
      cursor.at++
      target = { kind: 'path', target, name: takeFreshName(cursor, names) ?? fail(cursor, 'a name is missing') }
    } else if (filters && here === '[' && !(target.kind === 'range' && target.low === null)) {
      cursor.at++
      target = { kind: 'filter', target, filter: nested(cursor, () => test(cursor, withNames(names, ['item', '?']))) }
      expect(cursor, ']')
    } else if (here === '(') {
      cursor.at++
      target = { kind: 'call', target, args: parseArgs(cursor, names) }
    } else return target
  }
}

function primary(cursor: Cursor, names: Names): Node {
  const number = takeNumber(cursor)
  if (number !== null) return { kind: 'literal', value: number }
  const text = takeString(cursor)
  if (text !== null) return { kind: 'literal', value: text }
  if (take(cursor, '@')) return { kind: 'at', text: takeString(cursor) ?? fail(cursor, 'a text is missing') }
  if (take(cursor, '{')) return nested(cursor, () => contextLiteral(cursor, names))
  if (cursor.text[cursor.at] === '[' || cursor.text[cursor.at] === ']') return nested(cursor, () => listOrRange(cursor, names))
  if (cursor.text[cursor.at] === '(') return nested(cursor, () => bracketed(cursor, names))
  return worded(cursor, names)
}

function worded(cursor: Cursor, names: Names): Node {
  const word = peekWord(cursor)
  if (!names.known.has(word)) {
    if (takeWords(cursor, 'null')) return { kind: 'literal', value: null }
    if (takeWords(cursor, 'true')) return { kind: 'literal', value: true }
    if (takeWords(cursor, 'false')) return { kind: 'literal', value: false }
  }
  if (takeWords(cursor, 'if')) return nested(cursor, () => conditional(cursor, names))
  if (takeWords(cursor, 'for')) return nested(cursor, () => iteration(cursor, names))
  if (takeWords(cursor, 'some')) return nested(cursor, () => quantified(cursor, names, false))
  if (takeWords(cursor, 'every')) return nested(cursor, () => quantified(cursor, names, true))
  const before = cursor.at
  if (takeWords(cursor, 'function') && take(cursor, '(')) return nested(cursor, () => functionLiteral(cursor, names))
  cursor.at = before
  const name = takeName(cursor, names)
  return name === null ? fail(cursor, cursor.at >= cursor.text.length ? 'it ends too early' : 'it can not be read') : { kind: 'name', name: normalName(name) }
}

function conditional(cursor: Cursor, names: Names): Node {
  const condition = expression(cursor, names)
  if (!takeWords(cursor, 'then')) fail(cursor, '"then" is missing')
  const then = expression(cursor, names)
  if (!takeWords(cursor, 'else')) fail(cursor, '"else" is missing')
  return { kind: 'if', condition, then, otherwise: expression(cursor, names) }
}

function iteration(cursor: Cursor, names: Names): Node {
  const [over, inner] = iterations(cursor, names)
  if (!takeWords(cursor, 'return')) fail(cursor, '"return" is missing')
  return { kind: 'for', over, says: expression(cursor, withNames(inner, ['partial'])) }
}

function quantified(cursor: Cursor, names: Names, every: boolean): Node {
  const [over, inner] = iterations(cursor, names)
  if (!takeWords(cursor, 'satisfies')) fail(cursor, '"satisfies" is missing')
  return { kind: 'quantified', every, over, satisfies: expression(cursor, inner) }
}

/** `x in xs, y in 1..x`: each may look at those before it. */
function iterations(cursor: Cursor, names: Names): readonly [readonly Iteration[], Names] {
  const over: Iteration[] = []
  let inner = names
  do {
    const name = normalName(takeFreshName(cursor, names) ?? fail(cursor, 'a name is missing'))
    if (!takeWords(cursor, 'in')) fail(cursor, '"in" is missing')
    const from = expression(cursor, inner)
    over.push({ name, from, to: take(cursor, '..') ? expression(cursor, inner) : null })
    inner = withNames(inner, [name])
  } while (take(cursor, ','))
  return [over, inner]
}

function functionLiteral(cursor: Cursor, names: Names): Node {
  const params: Param[] = []
  if (!take(cursor, ')')) {
    do {
      const name = normalName(takeFreshName(cursor, names) ?? fail(cursor, 'a name is missing'))
      params.push({ name, type: take(cursor, ':') ? parseType(cursor, names) : null })
    } while (take(cursor, ','))
    expect(cursor, ')')
  }
  if (takeWords(cursor, 'external')) fail(cursor, 'functions of Java or PMML are not run here, one stands')
  return { kind: 'function', params, body: expression(cursor, withNames(names, params.map((param) => param.name))) }
}

function contextLiteral(cursor: Cursor, names: Names): Node {
  const entries: (readonly [string, Node])[] = []
  let inner = names
  if (!take(cursor, '}')) {
    do {
      const key = takeString(cursor) ?? takeKey(cursor, names) ?? fail(cursor, 'a name is missing')
      expect(cursor, ':')
      entries.push([key, expression(cursor, inner)])
      inner = withNames(inner, [key])
    } while (take(cursor, ','))
    expect(cursor, '}')
  }
  return { kind: 'context', entries }
}

/** `[1, 2]`, `[1..5]`, `]1..5[`: what stands between the brackets decides. */
function listOrRange(cursor: Cursor, names: Names): Node {
  const lowIn = take(cursor, '[')
  if (!lowIn) expect(cursor, ']')
  if (lowIn && take(cursor, ']')) return { kind: 'list', items: [] }
  const first = test(cursor, names)
  if (take(cursor, '..')) return rangeFrom(cursor, names, first, lowIn)
  const items = [first]
  while (take(cursor, ',')) items.push(test(cursor, names))
  expect(cursor, ']')
  return lowIn ? { kind: 'list', items } : fail(cursor, 'it can not be read')
}

function bracketed(cursor: Cursor, names: Names): Node {
  expect(cursor, '(')
  const inner = test(cursor, names)
  if (take(cursor, '..')) return rangeFrom(cursor, names, inner, false)
  expect(cursor, ')')
  return inner
}

function rangeFrom(cursor: Cursor, names: Names, low: Node, lowIn: boolean): Node {
  const { at, depth } = cursor
  try {
    const high = expression(cursor, names)
    if (take(cursor, ']')) return { kind: 'range', low, high, lowIn, highIn: true }
    if (take(cursor, ')')) return { kind: 'range', low, high, lowIn, highIn: false }
  } catch (error) {
    if (!(error instanceof FeelSyntaxError)) throw error
  }
  // `[1..5[`: the bracket closes the range and begins no filter.
  Object.assign(cursor, { at, depth })
  const high = signed(cursor, names, false)
  return take(cursor, '[') ? { kind: 'range', low, high, lowIn, highIn: false } : fail(cursor, 'the range does not end')
}

function parseArgs(cursor: Cursor, names: Names): Args {
  if (take(cursor, ')')) return { named: false, values: [] }
  const named: (readonly [string, Node])[] = []
  const values: Node[] = []
  do {
    const before = cursor.at
    const name = values.length === 0 ? takeFreshName(cursor, names) : null
    if (name !== null && take(cursor, ':')) named.push([normalName(name), nested(cursor, () => test(cursor, names))])
    else {
      cursor.at = before
      if (named.length > 0) fail(cursor, 'a name is missing')
      values.push(nested(cursor, () => test(cursor, names)))
    }
  } while (take(cursor, ','))
  expect(cursor, ')')
  return named.length > 0 ? { named: true, values: named } : { named: false, values }
}
