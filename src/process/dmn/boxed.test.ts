import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemsOf } from '../sample-process.ts'
import { decide } from './decide.ts'
import { readDecisions } from './read-decisions.ts'

const dmn = (content: string, { version = '20230324', namespace = 'd' } = {}) =>
  `<definitions xmlns="https://www.omg.org/spec/DMN/${version}/MODEL/" id="d" name="d" namespace="${namespace}">${content}</definitions>`
const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const says = (text: string, type = '') => `<literalExpression${type && ` typeRef="${type}"`}><text>${escape(text)}</text></literalExpression>`
const decision = (content: string, { id = 'a', type = '', needs = '' } = {}) => `<decision id="${id}" name="${id}"><variable name="${id}"${type && ` typeRef="${type}"`}/>${needs}${content}</decision>`
const entry = (name: string, content: string) => `<contextEntry>${name && `<variable name="${name}"/>`}${content}</contextEntry>`
const knows = (...ids: readonly string[]) => ids.map((id) => `<knowledgeRequirement><requiredKnowledge href="#${id}"/></knowledgeRequirement>`).join('')
const needs = (kind: 'Decision' | 'Input', ...ids: readonly string[]) => ids.map((id) => `<informationRequirement><required${kind} href="${id.includes('#') ? id : `#${id}`}"/></informationRequirement>`).join('')
const input = (name: string, type = '', id = name) => `<inputData id="${id}" name="${name}"><variable name="${name}"${type && ` typeRef="${type}"`}/></inputData>`

async function ask(content: string, values: Record<string, unknown> = {}, id = 'a') {
  const decided = decide(await readDecisions(dmn(content)), id, values)
  return decided.ok ? decided.value : decided.refusal.kind
}

test('A context gives each entry those before it, and the last without a name speaks for all', async () => {
  const entries = entry('net price', says('100')) + entry('tax', says('net price / 10'))
  assert.deepEqual(await ask(decision(`<context>${entries}</context>`)), { 'net price': 100, tax: 10 })
  assert.equal(await ask(decision(`<context>${entries}${entry('', says('net price + tax'))}</context>`)), 110)
})

test('Lists and relations are what they show', async () => {
  assert.deepEqual(await ask(decision(`<list>${says('1')}${says('n')}</list>`), { n: 2 }), [1, 2])
  const row = (a: string, b: string) => `<row>${says(a)}${says(b)}</row>`
  assert.deepEqual(await ask(decision(`<relation><column name="unit"/><column name="fee"/>${row('"31"', '5')}${row('"32"', '6')}</relation>`)), [
    { unit: '31', fee: 5 },
    { unit: '32', fee: 6 },
  ])
})

test('A conditional, a filter and the iterators of DMN 1.4 answer as those of FEEL', async () => {
  const box = (name: string, content: string) => `<${name}>${content}</${name}>`
  const conditional = decision(`<conditional>${box('if', says('n > 5'))}${box('then', says('"many"'))}${box('else', says('"few"'))}</conditional>`)
  assert.deepEqual([await ask(conditional, { n: 6 }), await ask(conditional, { n: 5 }), await ask(conditional, { n: null })], ['many', 'few', 'few'])
  const list = box('in', says('l'))
  const l = [1, 2, 3]
  assert.deepEqual(await ask(decision(`<filter>${list}${box('match', says('item > 1'))}</filter>`), { l }), [2, 3])
  assert.deepEqual(await ask(decision(`<filter>${list}${box('match', says('fee > 1'))}</filter>`), { l: [{ fee: 1 }, { fee: 2 }] }), [{ fee: 2 }])
  // What is not known of an item leaves it out; a condition that is none leaves nothing.
  assert.deepEqual(await ask(decision(`<filter>${list}${box('match', says('fee > 1'))}</filter>`), { l: [{ fee: null }, { fee: 2 }] }), [{ fee: 2 }])
  assert.deepEqual([await ask(decision(`<filter>${list}${box('match', says('if item = 1 then true else "no"'))}</filter>`), { l }), await ask(decision(says('l[if item = 1 then true else "no"]')), { l })], [null, null])
  assert.deepEqual(await ask(decision(`<for iteratorVariable="x">${list}${box('return', says('x * 2'))}</for>`), { l }), [2, 4, 6])
  assert.equal(await ask(decision(`<every iteratorVariable="x">${list}${box('satisfies', says('x > 0'))}</every>`), { l }), true)
  assert.equal(await ask(decision(`<some iteratorVariable="x">${list}${box('satisfies', says('x > 3'))}</some>`), { l }), false)
})

const knowledge = (content: string, { id = 'twice', type = '', more = '' } = {}) => `<businessKnowledgeModel id="${id}" name="${id}"><variable name="${id}"${type && ` typeRef="${type}"`}/><encapsulatedLogic><formalParameter name="x" typeRef="number"/>${content}</encapsulatedLogic>${more}</businessKnowledgeModel>`

test('Knowledge is called by place, by name and from a box, and sees nothing of who calls it', async () => {
  const twice = knowledge(says('x * 2'))
  for (const call of ['twice(4)', 'twice(x: 4)', '{f: twice, said: f(4)}.said']) assert.equal(await ask(twice + decision(says(call), { needs: knows('twice') })), 8, call)
  const invocation = `<invocation>${says('twice')}<binding><parameter name="x"/>${says('n + 1')}</binding></invocation>`
  assert.equal(await ask(twice + decision(invocation, { needs: knows('twice') }), { n: 3 }), 8)
  for (const wrong of ['twice()', 'twice(1, 2)', 'twice(y: 1)', 'twice("four")']) assert.equal(await ask(twice + decision(says(wrong), { needs: knows('twice') })), null, wrong)
  assert.equal(await ask(knowledge(says('x + n')) + decision(says('twice(1)'), { needs: knows('twice') }), { n: 3 }), null)
  // What is not required is not seen.
  assert.equal(await ask(twice + decision(says('twice(4)'))), null)
})

test('Functions are values: returned, handed on, and closed over what they saw', async () => {
  const definition = `<functionDefinition><formalParameter name="y"/>${says('x * y')}</functionDefinition>`
  assert.equal(await ask(knowledge(definition) + decision(says('twice(3)(5)'), { needs: knows('twice') })), 15)
  assert.deepEqual(await ask(decision(says('(function(f) [f(1), f(2)])(function(n) n + k)')), { k: 10 }), [11, 12])
})

test('A decision service knows what it is given, and nothing else', async () => {
  const parts =
    input('n', 'number') + decision(says('n * 10'), { id: 'rate', needs: needs('Input', 'n') }) + decision(says('rate + n'), { id: 'fee', needs: needs('Decision', 'rate') + needs('Input', 'n') })
  const service = (content: string) => `<decisionService id="s" name="the service">${content}</decisionService>`
  const whole = service('<outputDecision href="#fee"/><encapsulatedDecision href="#rate"/><inputData href="#n"/>')
  assert.equal(await ask(parts + whole, { n: 2 }, 'the service'), 22)
  assert.equal(await ask(parts + whole + decision(says('the service(3) + n'), { needs: knows('s') + needs('Input', 'n') }), { n: 1 }), 34)
  const given = service('<outputDecision href="#fee"/><inputDecision href="#rate"/><inputData href="#n"/>')
  assert.equal(await ask(parts + given + decision(says('the service(3, 100)'), { needs: knows('s') })), 103)
  assert.equal(await ask(parts + given + decision(says('the service(n: 3, rate: 100)'), { needs: knows('s') })), 103)
  assert.equal(await ask(parts + given, { n: 3, rate: 100 }, 's'), 103)
  const judged = '<decision id="rate" name="rate"/>' + input('n') + decision(says('rate + n'), { id: 'fee', needs: needs('Decision', 'rate') + needs('Input', 'n') })
  assert.equal(await ask(judged + given, { n: 3, rate: 7 }, 's'), 10)
  const several = service('<outputDecision href="#fee"/><outputDecision href="#rate"/><inputData href="#n"/>')
  assert.deepEqual(await ask(parts + several, { n: 1 }, 's'), { fee: 11, rate: 10 })
})

const types =
  '<itemDefinition name="tNumbers" isCollection="true"><typeRef>number</typeRef></itemDefinition>' +
  '<itemDefinition name="tPerson"><itemComponent name="full name"><typeRef>string</typeRef></itemComponent><itemComponent name="age"><typeRef>tAge</typeRef></itemComponent></itemDefinition>' +
  '<itemDefinition name="tAge"><typeRef>number</typeRef><allowedValues><text>[0..150]</text></allowedValues></itemDefinition>' +
  '<itemDefinition name="tOld"><typeRef>tAge</typeRef><allowedValues><text>&gt; 150</text></allowedValues></itemDefinition>' +
  '<itemDefinition name="tTree"><itemComponent name="leaves" isCollection="true"><typeRef>tTree</typeRef></itemComponent></itemDefinition>'

test('A value that is not of its type is null, a list of one stands for its item and a date for its first moment', async () => {
  const typed = (type: string, text: string) => ask(types + decision(says(text), { type }))
  assert.deepEqual(await typed('number', '"1"'), null)
  assert.deepEqual(await typed('number', '[1]'), 1)
  assert.deepEqual(await typed('tNumbers', '1'), [1])
  assert.deepEqual(await typed('tNumbers', '[1, "2"]'), null)
  assert.deepEqual([await typed('tAge', '150'), await typed('tAge', '151'), await typed('tOld', '151')], [150, null, 151])
  assert.deepEqual(await typed('tPerson', '{full name: "Sri", age: 30, city: "31"}'), { 'full name': 'Sri', age: 30, city: '31' })
  assert.deepEqual([await typed('tPerson', '{full name: "Sri"}'), await typed('tPerson', '{full name: "Sri", age: 200}')], [null, null])
  assert.deepEqual(await typed('tTree', '{leaves: [{leaves: []}]}'), { leaves: [{ leaves: [] }] })
  assert.equal(String(await typed('date and time', 'date("2024-01-02")')), '2024-01-02T00:00:00Z')
  const about = types + input('the person', 'tPerson', 'person') + decision(says('the person.full name'), { needs: needs('Input', 'person') })
  assert.equal(await ask(about, { 'the person': { 'full name': 'Sri', age: 30 } }), 'Sri')
  assert.equal(await ask(about, { 'the person': { 'full name': 'Sri', age: '30' } }), null)
})

test('A function is as its type has it, wherever the type is named', async () => {
  const functions = '<itemDefinition name="tAging"><functionItem outputTypeRef="tAge"><parameters name="x" typeRef="number"/></functionItem></itemDefinition>'
  const call = (model: string) => ask(types + functions + model + decision(says('[twice(50), twice(100), twice("50")]'), { needs: knows('twice') }))
  assert.deepEqual(await call(knowledge(says('x * 2'), { type: 'tAging' })), [100, null, null])
  assert.deepEqual(await call(knowledge(says('x * 2')).replace('<encapsulatedLogic>', '<encapsulatedLogic typeRef="tAging">')), [100, null, null])
  const written = decision(`<context>${entry('f', says('function(n) n * 2', 'tAging'))}${entry('', says('[f(50), f(100), f("50")]'))}</context>`)
  assert.deepEqual(await ask(types + functions + written), [100, null, null])
})

test('An input of the model that a decision does not require is not seen by it', async () => {
  const model = input('n') + input('m') + decision(says('[n, m, k]'), { needs: needs('Input', 'n') })
  assert.deepEqual(await ask(model, { n: 1, m: 2, k: 3 }), [1, null, 3])
})

test('What is not allowed counts as null, which only a rule that speaks of null may answer', async () => {
  const rule = (when: string, then: string) => `<rule><inputEntry><text>${when}</text></inputEntry><outputEntry><text>${then}</text></outputEntry></rule>`
  const table = (...rules: readonly string[]) =>
    decision(`<decisionTable><input><inputExpression><text>n</text></inputExpression><inputValues><text>1,2</text></inputValues></input><output><outputValues><text>"x","y"</text></outputValues></output>${rules.join('')}</decisionTable>`)
  assert.equal(await ask(table(rule('1', '"x"'), rule('null', '"y"')), { n: 3 }), 'y')
  assert.equal(await ask(table(rule('1', '"x"'), rule('-', '"y"')), { n: 3 }), 'InputNotAllowed')
  assert.equal(await ask(table(rule('1', '"x"')), { n: 3 }), 'InputNotAllowed')
  assert.equal(await ask(table(rule('1', '"z"')), { n: 1 }), null)
})

test('What a rule answers is as its own cell has it, and as its column has it', async () => {
  const table = (column: string, cell: string) => decision(`<decisionTable><output${column}/><rule><outputEntry${cell}><text>n</text></outputEntry></rule></decisionTable>`)
  const typeRef = ' typeRef="tAge"'
  for (const model of [table(typeRef, ''), table('', typeRef), table(typeRef, typeRef)]) assert.deepEqual([await ask(types + model, { n: 30 }), await ask(types + model, { n: 500 })], [30, null])
  assert.equal(await ask(types + table('', ''), { n: 500 }), 500)
})

test('Another file is seen under the name of its import, and its types too', async () => {
  const other = dmn(input('n', 'number') + decision(says('n * 2'), { id: 'rate', needs: needs('Input', 'n') }) + knowledge(says('x + 1'), { id: 'next' }) + types, { namespace: 'elsewhere' })
  const use = (name: string, text: string, type = '') =>
    dmn(
      `<import name="${name}" namespace="elsewhere" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>` +
        decision(says(text), { type, needs: needs('Decision', 'elsewhere#rate') + '<knowledgeRequirement><requiredKnowledge href="elsewhere#next"/></knowledgeRequirement>' }),
    )
  const say = async (xml: string) => decide(await readDecisions(xml, { imported: [other] }), 'a', { n: 4 })
  assert.deepEqual(await say(use('the rates', 'the rates.rate + the rates.next(1)')), { ok: true, value: 10, rules: [] })
  assert.deepEqual(await say(use('', 'rate + next(1)')), { ok: true, value: 10, rules: [] })
  assert.deepEqual(await say(use('o', '500', 'o.tAge')), { ok: true, value: null, rules: [] })
  assert.equal((await problemsOf(readDecisions(use('o', '1')))).length > 0, true)
})

test('The time is only there when it is given', async () => {
  const decisions = await readDecisions(dmn(decision(says('today() - @"2026-01-01"'))))
  const refused = decide(decisions, 'a', {})
  assert.equal(!refused.ok && refused.refusal.kind, 'NoClock')
  const decided = decide(decisions, 'a', {}, { now: '2026-01-05T09:00:00+07:00' })
  assert.equal(decided.ok && String(decided.value), 'P4D')
})

test('A decision is asked by its id, or by its name however its spaces stand', async () => {
  const decisions = await readDecisions(dmn(`<decision id="id-1" name="the fee">${says('1')}</decision><decision id="fee" name="other">${says('2')}</decision>`))
  const values = ['id-1', 'the fee', 'fee', 'other', ' the  fee '].map((name) => decide(decisions, name, {})).map((decided) => decided.ok && decided.value)
  assert.deepEqual(values, [1, 1, 2, 2, 1])
})
