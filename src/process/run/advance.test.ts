import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Process } from '../bpmn/model.ts'
import { readDecisions } from '../dmn/read-decisions.ts'
import { flow, line, read, readIzinPenelitian, timer, user } from '../sample-process.ts'
import { made, stored } from '../sample-walk.ts'
import { advance, begin } from './advance.ts'
import type { ProcessEvent, ProcessState } from './state.ts'

const due = '2026-01-05T02:00:00Z'
const dueHead = '2026-01-06T02:00:00Z'
const context = { cities: ['3171'], remindOfficerAt: due, remindHeadAt: dueHead }
let permit: Process

before(async () => {
  permit = await readIzinPenelitian()
})

const complete = (element: string, outcome?: string): ProcessEvent => ({ kind: 'complete', element, ...(outcome ? { variables: { outcome } } : {}) })

/** Where a process stands after events; each state is stored and read again in between. */
function walk(process: Process, events: readonly ProcessEvent[], facts: Readonly<Record<string, unknown>> = context) {
  let step = made(begin(process, facts))
  for (const event of events) step = made(advance(process, stored(step.state), event, facts))
  return step
}

const at = (state: ProcessState) => Object.keys(state.at).toSorted()

test('A research permit goes from the applicant to the verifier, the head, the number and the mail', () => {
  const submitted = made(begin(permit, context))
  assert.deepEqual(submitted.happened, [
    { kind: 'entered', element: 'submitted' },
    { kind: 'entered', element: 'route' },
    { kind: 'decided', element: 'route', decision: 'route', value: { level: 'city', unit: '3171' }, rules: ['one-city'] },
    { kind: 'entered', element: 'check' },
  ])
  assert.deepEqual(submitted.waiting, [
    { kind: 'user', element: 'check', name: 'Berkas diperiksa', role: 'verifier' },
    { kind: 'timer', element: 'remind-officer', due, dueKind: 'date', interrupting: false, properties: { remind: 'verifier' } },
    { kind: 'timer', element: 'remind-head-check', due: dueHead, dueKind: 'date', interrupting: false, properties: { remind: 'head' } },
  ])
  const approved = made(advance(permit, submitted.state, complete('check', 'approve'), context))
  assert.deepEqual(approved.waiting.map((each) => each.element), ['sign', 'remind-head'])
  const signed = made(advance(permit, approved.state, complete('sign', 'sign'), context))
  assert.deepEqual(signed.waiting, [{ kind: 'service', element: 'issue', name: 'Izin diberi nomor', type: 'issue-permit' }])
  const issued = made(advance(permit, signed.state, complete('issue'), context))
  const delivered = made(advance(permit, issued.state, complete('deliver'), context))
  assert.equal(delivered.ended, true)
  assert.deepEqual(delivered.waiting, [])
  assert.deepEqual(delivered.state, { at: {}, vars: { route: { level: 'city', unit: '3171' }, outcome: 'sign' } })
})

test('Research in two cities goes to the province, the same city twice does not make it two', () => {
  assert.deepEqual(walk(permit, [], { ...context, cities: ['3171', '3174'] }).state.vars['route'], { level: 'province', unit: '31' })
  assert.deepEqual(walk(permit, [], { ...context, cities: ['3171', '3171'] }).state.vars['route'], { level: 'city', unit: '3171' })
})

test('What was sent back comes to the verifier again, as often as it takes, and a rejection ends the case', () => {
  const back = [complete('check', 'send-back'), { kind: 'message', name: 'correction-submitted' }] as const
  assert.deepEqual(at(walk(permit, [...back, ...back]).state), ['check'])
  assert.deepEqual(at(walk(permit, [back[0]]).state), ['correction'])
  assert.deepEqual(at(walk(permit, [complete('check', 'approve'), complete('sign', 'return')]).state), ['check'])
  assert.equal(walk(permit, [complete('check', 'reject')]).ended, true)
})

test('A reminder is given once, leaves the task where it is, and ends with the task', () => {
  const reminded = walk(permit, [{ kind: 'timer', element: 'remind-officer' }])
  assert.deepEqual(reminded.happened[0], { kind: 'timer-fired', element: 'remind-officer', properties: { remind: 'verifier' } })
  assert.deepEqual(reminded.state.at, { check: 1 })
  assert.deepEqual(reminded.state.timers, { 'remind-head-check': dueHead })
  assert.deepEqual(advance(permit, reminded.state, { kind: 'timer', element: 'remind-officer' }, context), { ok: false, refusal: { kind: 'NotWaiting', element: 'remind-officer' } })
  assert.equal(walk(permit, [complete('check', 'send-back')]).state.timers, undefined)
})

test('While the clock stands still no reminder runs', () => {
  assert.equal(walk(permit, [], { cities: ['3171'], remindOfficerAt: null, remindHeadAt: null }).state.timers, undefined)
})

test('What nothing waits for is refused', () => {
  const { state } = made(begin(permit, context))
  const refusal = (event: ProcessEvent, from = state) => {
    const step = advance(permit, from, event, context)
    return step.ok ? null : step.refusal
  }
  assert.deepEqual(refusal(complete('sign', 'sign')), { kind: 'NotWaiting', element: 'sign' })
  assert.deepEqual(refusal(complete('nowhere')), { kind: 'NotWaiting', element: 'nowhere' })
  assert.deepEqual(refusal(complete('constructor')), { kind: 'NotWaiting', element: 'constructor' })
  assert.deepEqual(refusal(complete('__proto__')), { kind: 'NotWaiting', element: '__proto__' })
  assert.deepEqual(refusal({ kind: 'message', name: 'correction-submitted' }), { kind: 'NoSuchMessage', name: 'correction-submitted' })
  assert.deepEqual(refusal({ kind: 'timer', element: 'remind-head' }), { kind: 'NotWaiting', element: 'remind-head' })
  assert.deepEqual(refusal(complete('check', 'burn')), { kind: 'NoWay', element: 'checked' })
  const corrected = made(advance(permit, state, complete('check', 'send-back'), context)).state
  assert.deepEqual(refusal(complete('correction'), corrected), { kind: 'NotWaiting', element: 'correction' })
})

test('A case that no rule fits is routed to nobody, and a decision that fails is a refusal', async () => {
  const decisions = await readDecisions(`<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="d">
    <decision id="level" name="level"><decisionTable id="t"><input id="i"><inputExpression id="e"><text>n</text></inputExpression><inputValues id="v"><text>1,2</text></inputValues></input>
    <output id="o"/><rule id="r"><inputEntry id="c"><text>1</text></inputEntry><outputEntry id="s"><text>date and time("2026-01-05T09:00:00+07:00")</text></outputEntry></rule></decisionTable></decision>
    <decision id="span" name="span"><literalExpression id="l"><text>[1..3]</text></literalExpression></decision></definitions>`)
  const asking = (decision: string) =>
    read(
      `<startEvent id="s"/><businessRuleTask id="ask"><extensionElements><zeebe:calledDecision decisionId="${decision}" resultVariable="at"/></extensionElements></businessRuleTask>
       <intermediateCatchEvent id="wait">${timer('=at')}</intermediateCatchEvent><endEvent id="e"/>${line('s', 'ask', 'wait', 'e')}`,
      { decisions },
    )
  const process = await asking('level')
  assert.deepEqual(made(begin(process, { n: 1 })).state, { at: { wait: 1 }, timers: { wait: '2026-01-05T09:00:00+07:00' }, vars: { at: '2026-01-05T09:00:00+07:00' } })
  assert.deepEqual(begin(process, { n: 2 }), { ok: false, refusal: { kind: 'BadTimer', element: 'wait', due: 'null' } })
  assert.deepEqual(begin(process, { n: 3 }), { ok: false, refusal: { kind: 'DecisionFailed', element: 'ask', reason: 'InputNotAllowed n' } })
  assert.deepEqual(begin(await asking('span'), {}), { ok: false, refusal: { kind: 'DecisionFailed', element: 'ask', reason: 'NoPlainValue span' } })
})

test('Parallel work waits for all of its parts, in any order', async () => {
  const process = await read(
    `<startEvent id="s"/><parallelGateway id="split"/>${user('a')}${user('b')}${user('c')}<parallelGateway id="join"/>${user('last')}<endEvent id="e"/>
     ${line('s', 'split', 'a', 'join', 'last', 'e')}${line('split', 'b', 'join')}${line('split', 'c', 'join')}`,
  )
  assert.deepEqual(walk(process, []).waiting.map((each) => each.element), ['a', 'b', 'c'])
  for (const order of ['abc', 'acb', 'bac', 'bca', 'cab', 'cba']) {
    const [first, second, third] = [...order].map((task) => complete(task))
    const two = walk(process, [first!, second!])
    assert.deepEqual(at(two.state), [order[2]])
    assert.equal(two.ended, false)
    assert.deepEqual(walk(process, [first!, second!, third!]).state, { at: { last: 1 }, vars: {} })
  }
})

test('A join that its file does not tell about its flows waits for them all the same', async () => {
  const process = await read(
    `<startEvent id="s"/><parallelGateway id="split"/>${user('a')}${user('b')}<parallelGateway id="join"><incoming>a-join</incoming></parallelGateway><endEvent id="e"/>
     ${line('s', 'split', 'a', 'join', 'e')}${line('split', 'b', 'join')}`,
  )
  assert.deepEqual(walk(process, [complete('a')]).state, { at: { b: 1 }, joins: { join: { 'a-join': 1 } }, vars: {} })
  assert.equal(walk(process, [complete('a')]).ended, false)
})

test('An exclusive gateway takes the first way that fits, and its default only when none does', async () => {
  const process = await read(
    `<startEvent id="s"/><exclusiveGateway id="which" default="which-other"/>${user('other')}${user('big')}${user('huge')}<endEvent id="e"/>
     ${flow('s', 'which')}${flow('which', 'other')}${flow('which', 'big', '=size &gt; 10')}${flow('which', 'huge', '=size &gt; 100')}${flow('other', 'e')}${flow('big', 'e')}${flow('huge', 'e')}`,
  )
  const goesTo = (size: unknown) => at(made(begin(process, { size })).state)
  assert.deepEqual(goesTo(200), ['big'])
  assert.deepEqual(goesTo(11), ['big'])
  assert.deepEqual(goesTo(10), ['other'])
  assert.deepEqual(goesTo(null), ['other'])
  assert.deepEqual(goesTo(true), ['other'])
  assert.deepEqual(goesTo([1, 2]), ['other'])
})

const onEdge = (attributes: string, trigger: string) =>
  read(
    `<startEvent id="s"/>${user('work')}<boundaryEvent id="edge" attachedToRef="work" ${attributes}>${trigger}</boundaryEvent>${user('beside')}<endEvent id="e"/>
     ${line('s', 'work', 'e')}${line('edge', 'beside', 'e')}`,
    { beside: '<message id="m" name="stop"/>' },
  )

test('A timer on a task ends it where it interrupts, and goes beside it where it does not', async () => {
  const fired: ProcessEvent = { kind: 'timer', element: 'edge' }
  const hard = walk(await onEdge('', timer(due)), [fired])
  assert.deepEqual(hard.state, { at: { beside: 1 }, vars: {} })
  assert.deepEqual(hard.happened, [
    { kind: 'timer-fired', element: 'edge', properties: {} },
    { kind: 'cancelled', element: 'work' },
    { kind: 'entered', element: 'beside' },
  ])
  const soft = await onEdge('cancelActivity="false"', timer(due))
  assert.deepEqual(walk(soft, [fired]).state, { at: { work: 1, beside: 1 }, vars: {} })
  assert.equal(walk(soft, [fired, complete('work')]).ended, false)
  assert.equal(walk(soft, [fired, complete('work'), complete('beside')]).ended, true)
  assert.equal(walk(soft, [complete('work')]).state.timers, undefined)
})

test('A message comes to a task on whose edge it is waited for', async () => {
  const process = await onEdge('', '<messageEventDefinition messageRef="m"/>')
  assert.deepEqual(walk(process, []).waiting, [
    { kind: 'user', element: 'work', name: 'work', role: null },
    { kind: 'message', element: 'edge', name: 'stop' },
  ])
  const stopped = walk(process, [{ kind: 'message', name: 'stop', variables: { why: 'withdrawn' } }])
  assert.deepEqual(stopped.state, { at: { beside: 1 }, vars: { why: 'withdrawn' } })
})

test('Of two that wait for one message, one gets it, however the state was stored', async () => {
  const process = await read(
    `<startEvent id="s"/><parallelGateway id="split"/><receiveTask id="first" messageRef="m"/><receiveTask id="second" messageRef="m"/><endEvent id="e"/>
     ${line('s', 'split', 'second', 'e')}${line('split', 'first', 'e')}`,
    { beside: '<message id="m" name="paper"/>' },
  )
  const { state } = made(begin(process, {}))
  for (const each of [state, stored(state), stored(stored(state))])
    assert.deepEqual(at(made(advance(process, each, { kind: 'message', name: 'paper' }, {})).state), ['second'])
})

test('A terminate event ends everything, an end event only its own way', async () => {
  const fork = (end: string) =>
    read(`<startEvent id="s"/><parallelGateway id="split"/>${user('a')}${user('b')}<endEvent id="one">${end}</endEvent><endEvent id="two"/>
      <boundaryEvent id="late" attachedToRef="b">${timer(due)}</boundaryEvent>${line('s', 'split', 'a', 'one')}${line('split', 'b', 'two')}${line('late', 'two')}`)
  const plain = walk(await fork(''), [complete('a')])
  assert.deepEqual([plain.ended, at(plain.state)], [false, ['b']])
  const terminated = walk(await fork('<terminateEventDefinition/>'), [complete('a')])
  assert.deepEqual([terminated.ended, terminated.state], [true, { at: {}, vars: {} }])
})

const doubled = (elements: string, beside = '') =>
  read(`<startEvent id="s"/><parallelGateway id="split"/><exclusiveGateway id="merge"/><endEvent id="e"/>
    ${flow('s', 'split')}${flow('split', 'merge', undefined, 'left')}${flow('split', 'merge', undefined, 'right')}${elements}`, { beside })

test('Two tokens at one task are two pieces of work, with their timers until the last is done', async () => {
  const process = await doubled(`${user('work')}<boundaryEvent id="late" attachedToRef="work" cancelActivity="false">${timer(due)}</boundaryEvent><endEvent id="noted"/>
    ${line('merge', 'work', 'e')}${flow('late', 'noted')}`)
  const both = walk(process, [])
  assert.deepEqual(both.state, { at: { work: 2 }, timers: { late: due }, vars: {} })
  const one = walk(process, [complete('work')])
  assert.deepEqual(one.state, { at: { work: 1 }, timers: { late: due }, vars: {} })
  assert.equal(walk(process, [complete('work'), complete('work')]).ended, true)
})

test('A timer that falls due is due for each token that waits for it: none stays behind for ever', async () => {
  const fired = (element: string): ProcessEvent => ({ kind: 'timer', element })
  const pause = await doubled(`<intermediateCatchEvent id="pause">${timer(due)}</intermediateCatchEvent>${line('merge', 'pause', 'e')}`)
  assert.deepEqual(walk(pause, []).state.at, { pause: 2 })
  assert.equal(walk(pause, [fired('pause')]).ended, true)
  const edge = await doubled(`${user('work')}<boundaryEvent id="late" attachedToRef="work">${timer(due)}</boundaryEvent>${user('after')}${line('merge', 'work', 'e')}${line('late', 'after', 'e')}`)
  assert.deepEqual(walk(edge, [fired('late')]).state, { at: { after: 2 }, vars: {} })
})

test('A timer waits for an instant with its offset or a duration, nothing looser', async () => {
  const process = await read(`<startEvent id="s"/><intermediateCatchEvent id="pause">${timer('=when')}</intermediateCatchEvent><endEvent id="e"/>${line('s', 'pause', 'e')}`)
  for (const when of ['2026-01-05T02:00Z', '2026-01-05T09:00:00.123+07:00']) assert.equal(made(begin(process, { when })).state.timers?.['pause'], when)
  for (const when of ['tomorrow 1', '3', 3, '2026-01-05', '2026-01-05T09:00:00', '2026-13-05T09:00:00Z', 'Potato', true])
    assert.deepEqual(begin(process, { when }), { ok: false, refusal: { kind: 'BadTimer', element: 'pause', due: String(when) } })
})

test('The state that came in is never changed, neither by a step nor by a refusal', () => {
  const deepFreeze = <T>(value: T): T => {
    if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze)
    return value
  }
  const state = deepFreeze(made(begin(permit, context)).state)
  const text = JSON.stringify(state)
  for (const event of [complete('check', 'approve'), complete('check', 'burn'), { kind: 'timer', element: 'remind-officer' } as const]) advance(permit, state, event, deepFreeze(context))
  assert.equal(JSON.stringify(state), text)
})
