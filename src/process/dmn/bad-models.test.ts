import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { ModelError } from '../model-error.ts'
import { problemsOf } from '../sample-process.ts'
import { decide } from './decide.ts'
import { readDecisions, type Decisions } from './read-decisions.ts'

const dmn = (content: string) => `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="d" name="d" namespace="d">${content}</definitions>`
const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const literal = (says: string, more = '') => `<decision id="a" name="a">${more}<literalExpression id="l"><text>${escape(says)}</text></literalExpression></decision>`
const knowledge = (name: string, says: string, needs = '') =>
  `<businessKnowledgeModel id="${name}" name="${name}"><encapsulatedLogic id="${name}-f"><formalParameter name="n"/><literalExpression id="${name}-l"><text>${escape(says)}</text></literalExpression></encapsulatedLogic>${needs}</businessKnowledgeModel>`
const knows = (name: string) => `<knowledgeRequirement><requiredKnowledge href="#${name}"/></knowledgeRequirement>`
const ask = (decisions: Decisions, values: Record<string, unknown> = {}) => decide(decisions, 'a', values)

/** No answer may take long: steps are counted so that each ends in a second or so, on a slow machine too. */
function soon<T>(what: () => T): T {
  const began = performance.now()
  const said = what()
  assert.ok(performance.now() - began < 10_000, 'It took too long.')
  return said
}

test('What never ends, or nearly, is a typed refusal', async () => {
  const endless = [
    'for i in 1..1000000000 return i',
    'count(for i in 1..100000, j in 1..100000 return i)',
    'some x in 1..10000000000 satisfies x < 0',
    'for i in 1..60 return string join(for j in 1..100000 return "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")',
    'for i in 1..40 return if i = 1 then "aaaaaaaaaaaaaaaa" else partial[-1] + partial[-1]',
    'for i in 1..40 return if i = 1 then [1, 2] else concatenate(partial[-1], partial[-1])',
    'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a+)+b")',
    'replace("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "((a|aa)+)+b", "")',
    'split("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a*)*b")',
    '{again: function(n) again(n + 1), said: again(1)}.said',
    '{f: function(g) g(g), said: f(f)}.said',
    'for d in date("0001-01-01")..date("200000-01-01") return d',
    'count(distinct values(for i in 1..50000 return {a: i}))',
  ]
  for (const text of endless) {
    const decisions = await readDecisions(dmn(literal(text)))
    const decided = soon(() => ask(decisions))
    assert.equal(!decided.ok && decided.refusal.kind, 'TooMuchWork', text)
  }
})

test('Knowledge that calls itself for ever is refused, when it is loaded or when it is asked', async () => {
  const mutual = knowledge('f', 'g(n)', knows('g')) + knowledge('g', 'f(n)', knows('f'))
  assert.match((await problemsOf(readDecisions(dmn(mutual + literal('f(1)', knows('f'))))))[0]!.reason, /requires itself/)
  const own = await readDecisions(dmn(knowledge('f', 'f(n + 1)') + literal('f(1)', knows('f'))))
  assert.equal(soon(() => ask(own)).ok, false)
  const ends = await readDecisions(dmn(knowledge('f', 'if n <= 1 then 1 else n * f(n - 1)') + literal('f(10)', knows('f'))))
  assert.deepEqual(ask(ends), { ok: true, value: 3628800, rules: [] })
})

test('A deep or long text is refused by its element, and stops nothing', async () => {
  const deep = ['('.repeat(5000) + '1' + ')'.repeat(5000), '['.repeat(5000), '-'.repeat(5000) + '1', '[1..'.repeat(300), '(1..'.repeat(300), 'a in ('.repeat(300), 'if true then '.repeat(300) + '1', `${'f('.repeat(200)}1${')'.repeat(200)}`, 'x'.repeat(200_000), '"'.repeat(3)]
  for (const text of deep) assert.deepEqual((await problemsOf(readDecisions(dmn(literal(text))))).map((each) => each.element), ['a'], text.slice(0, 10))
  const long = await readDecisions(dmn(literal(`1${' + 1'.repeat(500)}`)))
  assert.ok(soon(() => ask(long)))
})

test('Values of any kind and size have an answer or a refusal', async () => {
  const texts = ['a + 1', 'a.b.c', 'a[1]', 'a[item > 1]', 'upper case(a)', 'matches(a, "^(x+)*$")', 'replace(a, "x", "yy")', 'date(a)', 'for i in a return i', 'sum(a)', 'a in [1..5]', 'string(a)', 'a instance of list<number>', 'duration(a) * 1e300', 'date(2024, 1, 1) + duration(a)', '@"9999-12-31" + @"P900000Y"', 'a ** a ** a', 'distinct values(a)']
  const circle: Record<string, unknown> = {}
  circle['self'] = circle
  const big = 'x'.repeat(10_000_000)
  const values = [null, undefined, Number.NaN, Infinity, -0, 1e308, big, '', [], [[[]]], {}, { b: { c: 1 } }, Array.from({ length: 100_000 }, (_, each) => each), new Date(Number.NaN), new Date(0), () => 1, Symbol('x'), 10n, new Map(), 'P999999999Y', 'PT99999999999999999999S', '2024-02-30']
  for (const text of texts) {
    const decisions = await readDecisions(dmn(literal(text)))
    // The decision is called a as its input is; ask by another name for the variable.
    for (const value of values) assert.equal(typeof soon(() => decide(decisions, 'a', { a: value })).ok, 'boolean', text)
    assert.equal(typeof soon(() => decide(decisions, 'a', { a: circle })).ok, 'boolean', `${text}, in a circle`)
  }
})

test('Every model of the corpus is refused with the name of a place', async () => {
  const corpus = new URL('sample-bad-models/', import.meta.url)
  for (const file of readdirSync(corpus)) {
    const problems = await problemsOf(readDecisions(readFileSync(new URL(file, corpus), 'utf8')))
    assert.ok(problems.length > 0 && problems.every((each) => each.element !== '' && each.reason.length > 10), file)
  }
})

test('A model of 50 MB is refused at once', async () => {
  const began = performance.now()
  const problems = await problemsOf(readDecisions(dmn(literal('1') + ' '.repeat(50_000_000))))
  assert.match(problems[0]!.reason, /longer than/)
  assert.ok(performance.now() - began < 2000)
})

const whole = readFileSync(new URL('../../../services/izin-penelitian/decisions.dmn', import.meta.url), 'utf8')

test('A model that is cut off or scribbled in is read or refused, never anything else', async () => {
  const scribble = fc.tuple(fc.nat(whole.length), fc.nat(40), fc.constantFrom('', '<', '>', '"', '&', '&#0;', '<decision id="x"/>', '</', 'null', '\u0000', '..', '['))
  await fc.assert(
    fc.asyncProperty(scribble, async ([at, length, text]) => {
      for (const xml of [whole.slice(0, at), whole.slice(0, at) + text + whole.slice(at + length)])
        await readDecisions(xml).catch((error: unknown) => {
          if (!(error instanceof ModelError)) throw error
        })
    }),
    { numRuns: 150 },
  )
})
