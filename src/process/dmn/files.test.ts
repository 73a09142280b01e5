import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemsOf } from '../sample-process.ts'
import { decide } from './decide.ts'
import { readDecisions } from './read-decisions.ts'

const says = (text: string, type = '') => `<literalExpression${type && ` typeRef="${type}"`}><text>${text}</text></literalExpression>`
const needs = (kind: string, href: string) => `<informationRequirement><required${kind} href="${href}"/></informationRequirement>`
const knows = (href: string) => `<knowledgeRequirement><requiredKnowledge href="${href}"/></knowledgeRequirement>`
const decision = (name: string, content: string, before = '', type = '') => `<decision id="_${name}" name="${name}"><variable name="${name}"${type && ` typeRef="${type}"`}/>${before}${content}</decision>`
const input = (name: string, type = '') => `<inputData id="_${name}" name="${name}"><variable name="${name}"${type && ` typeRef="${type}"`}/></inputData>`
const imports = (name: string, namespace: string) => `<import name="${name}" namespace="${namespace}" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>`
const file = (namespace: string, content: string) => `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="d" name="${namespace}" namespace="${namespace}">${content}</definitions>`
const fee = (of: string) => decision('fee', says(`"${of}"`))
const asksFee = decision('asks', says('fee'), needs('Decision', '#_fee'))

type Options = Parameters<typeof readDecisions>[1]
async function ask([main, ...imported]: readonly string[], name: string, values: Record<string, unknown> = {}, options: Options = {}) {
  const decided = decide(await readDecisions(main!, { imported, ...options }), name, values)
  return decided.ok ? decided.value : decided.refusal.kind
}

test('What is imported under no name counts as the own, and so does what that file imports so', async () => {
  const files = [file('main', imports('', 'city') + asksFee), file('city', imports('', 'nation')), file('nation', fee('nation'))]
  assert.equal(await ask(files, 'asks'), 'nation')
  assert.equal(await ask(files, 'fee'), 'nation')
})

test('Of two with one name the nearer counts, and an import with all behind it comes before the next', async () => {
  const use = (...names: readonly string[]) => file('main', names.map((name) => imports('', name)).join('') + asksFee)
  const deep = [file('city', imports('', 'nation')), file('nation', fee('nation')), file('other', fee('other'))]
  assert.equal(await ask([use('city', 'other'), ...deep], 'asks'), 'nation')
  assert.equal(await ask([use('other', 'city'), ...deep], 'asks'), 'other')
  const own = file('main', imports('', 'city') + decision('asks', says('due'), needs('Decision', '#_due')) + fee('main'))
  assert.equal(await ask([own, file('city', decision('due', says('fee'), needs('Decision', 'city#_fee')) + fee('city'))], 'asks'), 'main')
})

test('Files that import each other, or themselves, come to an end', async () => {
  assert.equal(await ask([file('main', imports('', 'city') + asksFee), file('city', imports('', 'main') + fee('city'))], 'asks'), 'city')
  assert.equal(await ask([file('main', imports('', 'main') + asksFee + fee('main'))], 'asks'), 'main')
})

test('A file that nothing leads to is not looked at, and one that is missing is refused', async () => {
  assert.equal(await ask([file('main', asksFee + fee('main')), file('broken', imports('x', 'nowhere') + decision('a', says('1 +')))], 'asks'), 'main')
  assert.match((await problemsOf(readDecisions(file('main', imports('', 'nowhere')))))[0]!.reason, /nowhere/)
})

test('Inputs of two files that have one name are told apart by the namespace before it', async () => {
  const sum = decision('sum', says('city.n + nation.n'), needs('Input', 'city#_n') + needs('Input', 'nation#_n'))
  const files = [file('main', imports('city', 'city') + imports('nation', 'nation') + sum), file('city', input('n', 'number')), file('nation', input('n', 'number'))]
  assert.equal(await ask(files, 'sum', { 'city#n': 1, 'nation#n': 20 }), 21)
  assert.equal(await ask(files, 'sum', { n: 5 }), 10)
})

const knowledge = (name: string, content: string) => `<businessKnowledgeModel id="_${name}" name="${name}"><variable name="${name}"/><encapsulatedLogic><formalParameter name="days" typeRef="number"/>${content}</encapsulatedLogic></businessKnowledgeModel>`

test('Knowledge that is asked by its name takes its parameters by theirs', async () => {
  const files = [file('main', knowledge('fine', says('if days = null then "none" else days * 2')))]
  assert.equal(await ask(files, 'fine', { days: 4 }), 8)
  assert.equal(await ask(files, 'fine', { days: 'four' }), 'none')
  assert.equal(await ask(files, '_fine'), 'none')
})

const service = (name: string, outputs: readonly string[], inputs: string) => `<decisionService id="_${name}" name="${name}">${outputs.map((each) => `<outputDecision href="#_${each}"/>`).join('')}${inputs}</decisionService>`
const advice = decision('advice', says('"keep"'), '', 'string')
const letter = decision('letter', says('"we " + advice'), needs('Decision', '#_advice'))
const given = '<inputDecision href="#_advice"/>'

test('A decision service does not decide what it should be given', async () => {
  const files = [file('main', advice + letter + service('write', ['letter'], given))]
  assert.equal(await ask(files, 'write', { advice: 'refuse' }), 'we refuse')
  assert.equal(await ask(files, 'write'), null)
  assert.equal(await ask(files, 'letter'), 'we keep')
})

test('A decision service is not called with what its inputs may not be, though with nothing it is', async () => {
  const reads = decision('reads', says('advice = null'), needs('Decision', '#_advice'))
  const model = (text: string) => [file('main', advice + reads + service('check', ['reads'], given) + decision('calls', says(text), knows('#_check')))]
  assert.deepEqual([await ask(model('check("x")'), 'calls'), await ask(model('check(null)'), 'calls'), await ask(model('check(5)'), 'calls'), await ask(model('check()'), 'calls')], [false, true, null, null])
})

const mistaken = file(
  'main',
  decision('typo', says('1 +')) + decision('call', says('nowhere(1)')) + decision('silent', '') + decision('uses', says('[typo, call]'), needs('Decision', '#_typo') + needs('Decision', '#_call')) + decision('right', says('2', 'tNowhere')),
)

test('A mistake refuses the whole file, unless it is asked to be read as the standard has it: then it says null', async () => {
  assert.deepEqual((await problemsOf(readDecisions(mistaken))).map((problem) => problem.element), ['_typo', '_call', '_silent', '_right'])
  const say = (name: string) => ask([mistaken], name, {}, { mistakes: 'null' })
  assert.deepEqual([await say('typo'), await say('call'), await say('silent'), await say('uses'), await say('right')], [null, null, null, [null, null], 2])
})
