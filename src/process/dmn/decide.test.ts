import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemsOf } from '../sample-process.ts'
import { decide } from './decide.ts'
import { readDecisions } from './read-decisions.ts'

const dmn = (content: string, version = '20191111') => `<definitions xmlns="https://www.omg.org/spec/DMN/${version}/MODEL/" id="d" name="d" namespace="d">${content}</definitions>`
const text = (what: string) => `<text>${what.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</text>`

/** A table over the number n: each rule is what n must be and what the table then says. */
function table(attributes: string, rules: readonly (readonly [string, ...string[]])[], { outputs = ['<output id="o" name="level"/>'], allowed = '', id = 'fee' } = {}): string {
  const rows = rules.map(([when, ...says], row) => `<rule id="r${row + 1}"><inputEntry id="w${row}">${text(when)}</inputEntry>${says.map((say, column) => `<outputEntry id="s${row}${column}">${text(say)}</outputEntry>`).join('')}</rule>`)
  const values = allowed ? `<inputValues id="v">${text(allowed)}</inputValues>` : ''
  return `<decision id="${id}" name="${id}"><decisionTable id="${id}-table" ${attributes}><input id="i"><inputExpression id="ie">${text('n')}</inputExpression>${values}</input>${outputs.join('')}${rows.join('')}</decisionTable></decision>`
}

const ranked = `<output id="o" name="level"><outputValues id="ov">${text('"high","middle","low"')}</outputValues></output>`
const otherwise = `<output id="o" name="level"><defaultOutputEntry id="od">${text('"none"')}</defaultOutputEntry></output>`

async function ask(model: string, n: unknown) {
  return decide(await readDecisions(dmn(model)), 'fee', { n })
}
const said = (value: unknown, ...rules: readonly string[]) => ({ ok: true, value, rules })
const disagree = (...rules: readonly string[]) => ({ ok: false, refusal: { kind: 'RulesDisagree', decision: 'fee', detail: rules.join(', ') } })
const overlapping = [['>= 1', '"low"'], ['>= 5', '"high"'], ['>= 3', '"middle"']] as const

test('A unique table has one rule for a case, and two are a refusal', async () => {
  for (const attributes of ['', 'hitPolicy="UNIQUE"']) {
    assert.deepEqual(await ask(table(attributes, overlapping), 1), said('low', 'r1'))
    assert.deepEqual(await ask(table(attributes, overlapping), 4), disagree('r1', 'r3'))
    assert.deepEqual(await ask(table(attributes, overlapping), 0), said(null))
  }
})

test('Where any rule may speak, all must say the same', async () => {
  const rules = [['>= 1', '"a"'], ['>= 2', '"a"'], ['>= 3', '"b"']] as const
  assert.deepEqual(await ask(table('hitPolicy="ANY"', rules), 2), said('a', 'r1'))
  assert.deepEqual(await ask(table('hitPolicy="ANY"', rules), 3), disagree('r1', 'r2', 'r3'))
})

test('The first rule, the weightiest answer, all by rule and all by weight', async () => {
  const outputs = [ranked]
  assert.deepEqual(await ask(table('hitPolicy="FIRST"', overlapping), 5), said('low', 'r1'))
  assert.deepEqual(await ask(table('hitPolicy="PRIORITY"', overlapping, { outputs }), 5), said('high', 'r2'))
  assert.deepEqual(await ask(table('hitPolicy="PRIORITY"', overlapping, { outputs }), 4), said('middle', 'r3'))
  assert.deepEqual(await ask(table('hitPolicy="RULE ORDER"', overlapping), 5), said(['low', 'high', 'middle'], 'r1', 'r2', 'r3'))
  assert.deepEqual(await ask(table('hitPolicy="OUTPUT ORDER"', overlapping, { outputs }), 5), said(['high', 'middle', 'low'], 'r2', 'r3', 'r1'))
  for (const policy of ['RULE ORDER', 'COLLECT']) assert.deepEqual(await ask(table(`hitPolicy="${policy}"`, overlapping), 0), said([]))
})

test('Answers are collected, added, counted, and the least and the most found', async () => {
  const rules = [['>= 1', '10'], ['>= 2', '5'], ['>= 2', '20']] as const
  const collect = (aggregation: string) => table(`hitPolicy="COLLECT" ${aggregation ? `aggregation="${aggregation}"` : ''}`, rules)
  assert.deepEqual(await ask(collect(''), 2), said([10, 5, 20], 'r1', 'r2', 'r3'))
  for (const [aggregation, value] of Object.entries({ SUM: 35, COUNT: 3, MIN: 5, MAX: 20 })) assert.deepEqual(await ask(collect(aggregation), 2), said(value, 'r1', 'r2', 'r3'), aggregation)
  assert.deepEqual(await ask(collect('SUM'), 0), said(null))
  assert.deepEqual(await ask(collect('COUNT'), 0), said(0))
  const broken = table('hitPolicy="COLLECT" aggregation="SUM"', [['>= 1', '10'], ['>= 1', '"many"'], ['>= 1', '']])
  assert.deepEqual(await ask(broken, 1), said(null, 'r1', 'r2', 'r3'))
})

test('Where no rule fits the default speaks, and only then', async () => {
  const outputs = [otherwise]
  assert.deepEqual(await ask(table('', overlapping, { outputs }), 0), said('none'))
  assert.deepEqual(await ask(table('', overlapping, { outputs }), 2), said('low', 'r1'))
  assert.deepEqual(await ask(table('hitPolicy="COLLECT"', overlapping, { outputs }), 0), said('none'))
})

test('Several outputs make one answer with a name for each', async () => {
  const outputs = ['<output id="o" name="level"/>', '<output id="p" name="unit"/>']
  assert.deepEqual(await ask(table('', [['1', '"city"', 'string(n)']], { outputs }), 1), said({ level: 'city', unit: '1' }, 'r1'))
})

test('A value that the table does not allow is a refusal, not the nearest rule', async () => {
  const model = table('', [['-', '"all"']], { allowed: '1,2,3' })
  assert.deepEqual(await ask(model, 2), said('all', 'r1'))
  for (const n of [4, null, '2', undefined]) assert.deepEqual(await ask(model, n), { ok: false, refusal: { kind: 'InputNotAllowed', decision: 'fee', detail: 'n' } })
})

test('A decision asks first those that it requires, and only those', async () => {
  const needs = (id: string) => `<informationRequirement id="needs-${id}"><requiredDecision href="#${id}"/></informationRequirement>`
  const literal = (id: string, says: string, ...required: readonly string[]) => `<decision id="${id}" name="${id}"><variable id="${id}-v" name="the ${id}"/>${required.map(needs).join('')}<literalExpression id="${id}-l">${text(says)}</literalExpression></decision>`
  const model = literal('sum', 'the double + the triple', 'double', 'triple') + literal('double', 'n * 2') + literal('triple', 'n * 3') + table('', [['7', '"seven"']], { allowed: '7' })
  const decisions = await readDecisions(dmn(model))
  assert.deepEqual(decide(decisions, 'sum', { n: 4 }), said(20))
  assert.deepEqual(decide(decisions, 'nowhere', { n: 4 }), { ok: false, refusal: { kind: 'UnknownDecision', decision: 'nowhere', detail: 'nowhere' } })
  const strict = await readDecisions(dmn(literal('double', 'n * 2', 'fee') + table('', [['7', '7']], { allowed: '7' })))
  assert.equal(decide(strict, 'double', { n: 4 }).ok, false)
  assert.deepEqual((await problemsOf(readDecisions(dmn(literal('a', '1', 'b') + literal('b', '1', 'a'))))).length, 1)
  assert.deepEqual((await problemsOf(readDecisions(dmn(literal('a', '1', 'nowhere'))))).map((each) => each.element), ['a'])
})

test('Files of DMN 1.2, 1.3, 1.4 and 1.5 are read, older ones are not', async () => {
  for (const version of ['20180521', '20191111', '20211108', '20230324']) assert.equal((await readDecisions(dmn(table('', overlapping), version))).size, 1, version)
  assert.equal((await readDecisions(dmn(table('', overlapping), '20180521').replace('https', 'http'))).size, 1)
  assert.ok((await problemsOf(readDecisions(dmn(table('', overlapping), '20151101')))).length > 0)
})

test('A decision that can not be run is refused by the id of what is wrong', async () => {
  const decision = (content: string) => `<decision id="fee" name="fee">${content}</decision>`
  const refused: Readonly<Record<string, readonly [string, string]>> = {
    'a decision without logic': [decision(''), 'fee'],
    'a function of Java': [decision('<functionDefinition id="c" kind="Java"><literalExpression id="l"><text>{class: "x"}</text></literalExpression></functionDefinition>'), 'fee'],
    'a function of the file': ['<businessKnowledgeModel id="k" name="k"/>', 'k'],
    'a decision service': ['<decisionService id="k" name="k"/>', 'k'],
    'another language': [decision(`<literalExpression id="l" expressionLanguage="javascript">${text('1')}</literalExpression>`), 'fee'],
    'an empty expression': [decision('<literalExpression id="l"/>'), 'fee'],
    'broken FEEL in a condition': [table('', [['>= ', '1']]), 'w0'],
    'broken FEEL in an answer': [table('', [['1', '"a']]), 's00'],
    'a function that is nowhere': [table('', [['1', 'summ(n)']]), 's00'],
    'a rule with too few cells': [table('', [['1']]), 'r1'],
    'a table without an output': [table('', [['1']], { outputs: [] }), 'fee'],
    'outputs without names': [table('', [['1', '1', '1']], { outputs: ['<output id="o"/>', '<output id="p"/>'] }), 'o'],
    'an order by nothing': [table('hitPolicy="PRIORITY"', overlapping), 'fee'],
    'an unknown policy': [table('hitPolicy="BEST"', overlapping), 'fee'],
    'an unknown aggregation': [table('hitPolicy="COLLECT" aggregation="MEAN"', overlapping), 'fee'],
    'a sum of two outputs': [table('hitPolicy="COLLECT" aggregation="SUM"', [['1', '1', '1']], { outputs: ['<output id="o" name="a"/>', '<output id="p" name="b"/>'] }), 'fee'],
    'an aggregation that is not collected': [table('hitPolicy="FIRST" aggregation="SUM"', overlapping), 'fee'],
    'two decisions of one id': [table('', overlapping) + table('', overlapping), 'decisions'],
    'something that is no DMN': ['<gateway id="g"/>', 'decisions'],
  }
  for (const [what, [content, element]] of Object.entries(refused)) assert.deepEqual((await problemsOf(readDecisions(dmn(content)))).map((each) => each.element), [element], what)
  for (const xml of ['', 'hello', '<a/>', dmn(table('', overlapping)).slice(0, -30)]) assert.ok((await problemsOf(readDecisions(xml))).length > 0, xml.slice(0, 20))
})
