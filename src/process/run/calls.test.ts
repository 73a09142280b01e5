import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDecisions } from '../dmn/read-decisions.ts'
import { edge, eventSub, flow, line, on, problemsOf, read, service, user, way } from '../sample-process.ts'
import { complete, failed, message, tasks, walk } from '../sample-walk.ts'

const process = (id: string, elements: string) => `<process id="${id}" isExecutable="true">${elements}</process>`
/** A way in a called process, whose ids are its own. */
const other = (id: string, elements: string, ...ids: readonly string[]) =>
  process(id, `<startEvent id="${id}-s"/>${elements}<endEvent id="${id}-e"/>${line(`${id}-s`, ...ids, `${id}-e`)}`)
const call = (called: string, extension = '') => `<callActivity id="call">${`<extensionElements><zeebe:calledElement processId="${called}" ${extension}/></extensionElements>`}</callActivity>`

test('A process of the same file is called and comes back', async () => {
  const plain = await read(way(`<callActivity id="call" calledElement="visit"/>${user('next')}`, 'call', 'next'), { beside: other('visit', user('photo'), 'photo') })
  assert.deepEqual(walk(plain, []).state, { at: { call: 1 }, open: { 'call:1': { at: { photo: 1 } } }, made: 1, vars: {} })
  assert.equal(tasks(walk(plain, [complete('photo')])), 'next')
})

test('What a called process found out comes back, unless the call says otherwise', async () => {
  const model = (extension: string) => read(way(`${call('visit', extension)}${user('next')}`, 'call', 'next'), { beside: other('visit', user('photo'), 'photo') })
  const back = walk(await model(''), [complete('photo', { seen: 3 })])
  assert.deepEqual(back.state.vars, { seen: 3 })
  assert.deepEqual(walk(await model('propagateAllChildVariables="false"'), [complete('photo', { seen: 3 })]).state.vars, {})
})

test('A called process sees what the case knows, unless the call says otherwise', async () => {
  const script = '<scriptTask id="look"><extensionElements><zeebe:script expression="=fee" resultVariable="looked"/></extensionElements></scriptTask>'
  const model = (extension: string) => read(way(`${user('first')}${call('visit', extension)}${user('next')}`, 'first', 'call', 'next'), { beside: other('visit', script, 'look') })
  const paid = [complete('first', { fee: 5 })]
  assert.deepEqual(walk(await model(''), paid).state.vars, { fee: 5, looked: 5 })
  assert.deepEqual(walk(await model('propagateAllParentVariables="false"'), paid).state.vars, { fee: 5, looked: null })
})

test('A call takes in and hands back just what its mappings say', async () => {
  const mapped = `<callActivity id="call"><extensionElements><zeebe:calledElement processId="visit" propagateAllParentVariables="false"/>
    <zeebe:ioMapping><zeebe:input source="=fee + 1" target="price"/><zeebe:output source="=price * 2" target="paid.twice"/></zeebe:ioMapping></extensionElements></callActivity>`
  const model = await read(way(`${user('first')}${mapped}${user('next')}`, 'first', 'call', 'next'), { beside: other('visit', user('photo'), 'photo') })
  const begun = walk(model, [complete('first', { fee: 5, paid: { cash: true } })])
  assert.deepEqual(begun.state.open, { 'call:1': { at: { photo: 1 }, vars: { price: 6 } } })
  assert.deepEqual(walk(model, [complete('first', { fee: 5, paid: { cash: true } }), complete('photo', { seen: 3 })]).state.vars, { fee: 5, paid: { cash: true, twice: 12 } })
})

test('A process of another file is called with its own decisions', async () => {
  const decisions = await readDecisions('<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="d"><decision id="fee" name="fee"><literalExpression id="l"><text>7</text></literalExpression></decision></definitions>')
  const visit = await read(way('<businessRuleTask id="ask"><extensionElements><zeebe:calledDecision decisionId="fee" resultVariable="fee"/></extensionElements></businessRuleTask>', 'ask'), { decisions })
  const model = await read(way(`${call('far')}${user('next')}`, 'call', 'next'), { called: new Map([['far', visit]]) })
  assert.deepEqual([tasks(walk(model, [])), walk(model, []).state.vars], ['next', { fee: 7 }])
})

test('A process that is called twice is run twice, each with its own', async () => {
  const model = await read(way(`<callActivity id="one" calledElement="visit"/><callActivity id="two" calledElement="visit"/>`, 'one', 'two'), { beside: other('visit', user('photo'), 'photo') })
  assert.deepEqual(walk(model, [complete('photo')]).state.open, { 'two:2': { at: { photo: 1 } } })
  assert.equal(walk(model, [complete('photo'), complete('photo')]).ended, true)
})

test('Calls within calls come back one after another', async () => {
  const model = await read(way(call('outer') + user('next'), 'call', 'next'), { beside: other('outer', '<callActivity id="deep" calledElement="inner"/>', 'deep') + other('inner', user('photo'), 'photo') })
  assert.equal(walk(model, []).waiting[0]!.instance, 'call:1/deep:2')
  assert.equal(tasks(walk(model, [complete('photo')])), 'next')
})

test('An error, an escalation, a message or time on the edge of a call ends what was called', async () => {
  const model = (trigger: string) => read(way(`${call('visit')}${edge('out', 'call', trigger)}${user('mend')}${line('out', 'mend')}${flow('mend', 'e')}`, 'call'), { beside: other('visit', service('ask'), 'ask') })
  const stopped = walk(await model(on.error('down')), [failed('ask', 'down')])
  assert.deepEqual([tasks(stopped), stopped.state.open], ['mend', undefined])
  assert.equal(tasks(walk(await model(on.message('stop')), [message('stop')])), 'mend')
  assert.equal(tasks(walk(await model(on.timer('P1D')), [{ kind: 'timer', element: 'out' }])), 'mend')
  assert.equal(tasks(walk(await model(on.escalation('up')), [{ kind: 'escalation', element: 'ask', code: 'up' }])), 'mend')
})

test('A terminate event ends the called process, not the caller, and its event subprocess is its own', async () => {
  const visit = process('visit', `<startEvent id="vs"/><parallelGateway id="fork"/>${user('a')}${user('b')}<endEvent id="stop"><terminateEventDefinition/></endEvent><endEvent id="ve"/>${line('vs', 'fork', 'a', 'stop')}${line('fork', 'b', 've')}${eventSub('heard', on.message('call'))}`)
  const model = await read(way(call('visit') + user('next'), 'call', 'next'), { beside: visit })
  assert.equal(tasks(walk(model, [complete('a')])), 'next')
  assert.equal(tasks(walk(model, [message('call')])), 'heard-task')
  assert.equal(tasks(walk(model, [message('call'), complete('heard-task')])), 'next')
})

test('A call that never comes back, or of what is not there, is refused by its element', async () => {
  const refused = async (called: string, beside = '') => (await problemsOf(read(way(call(called), 'call'), { beside }))).map(({ element }) => element)
  assert.deepEqual(await refused('nowhere'), ['call'])
  assert.deepEqual(await refused('walk'), ['model'])
  assert.deepEqual(await refused('loop', other('loop', '<callActivity id="back" calledElement="loop"/>', 'back')), ['back'])
  assert.deepEqual(await refused('post', process('post', `<startEvent id="ps"><messageEventDefinition messageRef="m"/></startEvent>${user('a')}${line('ps', 'a')}`) + '<message id="m" name="m"/>'), ['call'])
})
