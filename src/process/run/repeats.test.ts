import assert from 'node:assert/strict'
import { test } from 'node:test'
import { edge, eventSub, flow, line, on, read, service, user, way, wayIn } from '../sample-process.ts'
import { begin } from './advance.ts'
import { complete, failed, fired, known, message, refusalOf, signal, tasks, walk } from '../sample-walk.ts'

type Rule = { readonly sequential?: boolean; readonly over?: string; readonly times?: string; readonly until?: string; readonly collect?: string }
/** What makes an activity be done several times. */
const each = ({ sequential = false, over = '=papers', times, until, collect }: Rule = {}) =>
  `<multiInstanceLoopCharacteristics isSequential="${sequential}">${
    times === undefined ? `<extensionElements><zeebe:loopCharacteristics inputCollection="${over}" inputElement="paper"${collect ? ` outputCollection="results" outputElement="${collect}"` : ''}/></extensionElements>` : `<loopCardinality xsi:type="tFormalExpression">${times}</loopCardinality>`
  }${until ? `<completionCondition xsi:type="tFormalExpression">${until}</completionCondition>` : ''}</multiInstanceLoopCharacteristics>`
const loop = (attributes: string, condition = '') => `<standardLoopCharacteristics ${attributes}>${condition && `<loopCondition xsi:type="tFormalExpression">${condition}</loopCondition>`}</standardLoopCharacteristics>`
const task = (marker: string, kind = 'user') => `<${kind}Task id="check">${marker}</${kind}Task>`
const model = (marker: string, more = '') => read(way(`${task(marker)}${user('next')}${more}`, 'check', 'next'))
const papers = ['ktp', 'map', 'letter']
const turn = (number: number, variables?: Readonly<Record<string, unknown>>) => complete('check', variables, `check:1/check:${number}`)

test('Each paper is checked at the same time as the others, and the case goes on after the last', async () => {
  const process = await model(each())
  const begun = walk(process, [], { papers })
  assert.equal(tasks(begun), 'check check check')
  assert.deepEqual(begun.state.open!['check:1/check:3'], { at: {}, vars: { paper: 'map' }, nth: 2 })
  assert.deepEqual(refusalOf(process, begun.state, complete('check'), { papers }), { kind: 'WhichInstance', element: 'check', instances: ['check:1/check:2', 'check:1/check:3', 'check:1/check:4'] })
  const two = walk(process, [turn(4), turn(2)], { papers })
  assert.equal(tasks(two), 'check')
  assert.deepEqual(refusalOf(process, two.state, turn(4), { papers }), { kind: 'NotWaiting', element: 'check' })
  assert.deepEqual(walk(process, [turn(4), turn(2), complete('check')], { papers }).state, { at: { next: 1 }, made: 4, vars: {} })
})

test('Papers that are checked one after another come in their order', async () => {
  const process = await model(each({ sequential: true }))
  const seen = [[], [complete('check')], [complete('check'), complete('check')]].map((events) => Object.values(walk(process, events, { papers }).state.open!).flatMap(({ vars }) => vars?.['paper'] ?? []))
  assert.deepEqual(seen, [['ktp'], ['map'], ['letter']])
  assert.equal(tasks(walk(process, papers.map(() => complete('check')), { papers })), 'next')
})

test('What the turns gave is collected in the order of the list, whichever was done first', async () => {
  for (const sequential of [false, true]) {
    const process = await model(each({ sequential, collect: '=verdict' }))
    const events = sequential ? papers.map((paper) => complete('check', { verdict: `${paper} fine` })) : [turn(4, { verdict: 'letter fine' }), turn(2, { verdict: 'ktp fine' }), turn(3, { verdict: 'map fine' })]
    assert.deepEqual(walk(process, events, { papers }).state.vars['results'], ['ktp fine', 'map fine', 'letter fine'])
  }
})

test('It is enough when the condition says so: the rest is not done', async () => {
  const half = await model(each({ until: 'numberOfCompletedInstances / numberOfInstances &gt; 0.5' }))
  assert.equal(tasks(walk(half, [turn(2)], { papers })), 'check check')
  assert.equal(tasks(walk(half, [turn(2), turn(4)], { papers })), 'next')
  const bad = await model(each({ sequential: true, until: 'verdict = "bad"' }))
  assert.equal(tasks(walk(bad, [complete('check', { verdict: 'good' })], { papers })), 'check')
  assert.equal(tasks(walk(bad, [complete('check', { verdict: 'bad' })], { papers })), 'next')
})

test('A number of times is enough to say', async () => {
  const process = await model(each({ times: '=count(papers)' }))
  assert.equal(tasks(walk(process, [], { papers })), 'check check check')
  assert.deepEqual(Object.values(walk(process, [], { papers }).state.open!).flatMap(({ nth }) => nth ?? []), [1, 2, 3])
})

test('For nothing it is done no time, and the case goes on', async () => {
  for (const rule of [{}, { sequential: true }, { times: '0' }]) assert.equal(tasks(walk(await model(each(rule)), [], { papers: [] })), 'next')
  assert.deepEqual(walk(await model(each({ collect: '=verdict' })), [], { papers: [] }).state.vars, { results: [] })
})

test('A repetition over what is no list and no number of times is refused', async () => {
  const process = await model(each())
  for (const value of [null, 'ktp', -1, 1.5, true, { a: 1 }]) assert.deepEqual(begin(process, { papers: value }), { ok: false, refusal: { kind: 'BadValue', element: 'check' } })
  assert.deepEqual(begin(process, { papers: Array.from({ length: 10_001 }, () => 1) }), { ok: false, refusal: { kind: 'TooMany', element: 'check', most: 10_000 } })
  assert.equal(walk(await model(each({ over: '= for i in 1..3 return i' })), []).waiting.length, 3)
})

test('A loop asks before or after its turns, and not more often than its most', async () => {
  const turns = async (marker: string, events: number, facts: object = { more: true }) => tasks(walk(await model(marker), Array.from({ length: events }, () => complete('check')), { ...facts }))
  assert.deepEqual([await turns(loop('testBefore="true"', 'more'), 0, { more: false }), await turns(loop('', 'more'), 0, { more: false })], ['next', 'check'])
  assert.deepEqual([await turns(loop('', 'more'), 1, { more: false }), await turns(loop('', 'more'), 5)], ['next', 'check'])
  assert.deepEqual([await turns(loop('loopMaximum="2"', 'more'), 1), await turns(loop('loopMaximum="2"', 'more'), 2), await turns(loop('loopMaximum="3"'), 3)], ['check', 'next', 'next'])
  assert.equal(await turns(loop('testBefore="true"', 'loopCounter &lt; 2'), 2), 'next')
  const process = await model(loop('', 'more'))
  assert.equal(tasks(walk(process, [complete('check', { more: true }), complete('check', { more: false })])), 'next')
})

test('As many turns as there may be begin together, and a repetition of repetitions has its bound', async () => {
  const papers = Array.from({ length: 10_000 }, (_, at) => at)
  assert.equal(walk(await model(each()), [], { papers }).waiting.length, 10_000)
  const visits = await read(way(`<subProcess id="visit">${task(each())}${each({ times: '=count(papers)' })}</subProcess>`, 'visit'))
  const step = begin(visits, { papers })
  assert.equal(!step.ok && step.refusal.kind, 'TooMany')
})

test('A loop that never rests is refused, not run for ever', async () => {
  const process = await read(way(`<scriptTask id="spin"><extensionElements><zeebe:script expression="=1" resultVariable="x"/></extensionElements>${loop('', 'true')}</scriptTask>`, 'spin'))
  assert.deepEqual(begin(process, {}), { ok: false, refusal: { kind: 'TooMany', element: 'spin', most: 100_000 } })
})

test('A script is done for each of a list at once, and its values are collected', async () => {
  const process = await read(way(`<scriptTask id="add"><extensionElements><zeebe:script expression="=paper * 2" resultVariable="twice"/></extensionElements>${each({ collect: '=twice' })}</scriptTask>${user('next')}`, 'add', 'next'))
  const step = walk(process, [], { papers: [1, 2, 3] })
  assert.equal(tasks(step), 'next')
  assert.deepEqual(step.state.vars['results'], [2, 4, 6])
})

test('An event on the edge of a repeated task ends all its turns, or none', async () => {
  for (const [trigger, event] of [[on.message('stop'), message('stop')], [on.signal('stop'), signal('stop')], [on.timer('P1D'), fired('out')], [on.condition('stop'), known({ stop: true })]] as const) {
    const hard = await model(each(), `${edge('out', 'check', trigger)}${flow('out', 'next')}`)
    assert.deepEqual(walk(hard, [turn(2), event], { papers }).state.open, undefined)
    assert.equal(tasks(walk(hard, [turn(2), event], { papers })), 'next')
    const soft = await model(each(), `${edge('out', 'check', trigger, true)}${flow('out', 'next')}`)
    assert.equal(tasks(walk(soft, [turn(2), event], { papers })), 'next check check')
  }
})

test('One turn that fails, fails the whole repetition', async () => {
  const process = await read(way(`${task(each(), 'service')}${edge('bad', 'check', on.error())}${user('mend')}${line('bad', 'mend')}${flow('mend', 'e')}`, 'check'))
  assert.deepEqual(refusalOf(process, walk(process, [], { papers }).state, failed('check', 'x'), { papers })?.kind, 'WhichInstance')
  const step = walk(process, [{ kind: 'error', element: 'check', code: 'x', instance: 'check:1/check:3' }], { papers })
  assert.deepEqual([tasks(step), step.state.open], ['mend', undefined])
  const visits = await read(way(`<subProcess id="visit">${service('ask')}${each()}</subProcess>${edge('bad', 'visit', on.error('x'))}${user('mend')}${line('bad', 'mend')}${flow('mend', 'e')}`, 'visit'))
  const failing = walk(visits, [{ kind: 'error', element: 'ask', code: 'x', instance: 'visit:1/visit:2' }], { papers })
  assert.deepEqual([tasks(failing), failing.state.open], ['mend', undefined])
})

test('A visit to each of several rooms has its own tokens, its own values and its own event subprocess', async () => {
  const process = await read(way(`${wayIn('visit', user('photo') + user('report') + eventSub('gone', on.message('gone')), 'photo', 'report').replace('</startEvent>', '</startEvent>' + each({ collect: '=paper' }))}${user('next')}`, 'visit', 'next'))
  assert.equal(tasks(walk(process, [], { papers: ['a', 'b'] })), 'photo photo')
  const [first, second] = ['visit:1/visit:2', 'visit:1/visit:3']
  assert.equal(tasks(walk(process, [complete('photo', undefined, second)], { papers: ['a', 'b'] })), 'photo report')
  const gone = walk(process, [{ kind: 'message', name: 'gone', instance: second }, complete('gone-task')], { papers: ['a', 'b'] })
  assert.equal(tasks(gone), 'photo')
  const all = walk(process, [complete('photo', undefined, first), complete('report', undefined, first), complete('photo'), complete('report')], { papers: ['a', 'b'] })
  assert.deepEqual([tasks(all), all.state.vars['results'], all.state.made], ['next', ['a', 'b'], 3])
})

test('A repeated task within a repeated visit is told apart by its whole path', async () => {
  const process = await read(way(`<subProcess id="visit">${task(each())}${each({ times: '2' })}</subProcess>`, 'visit'))
  const step = walk(process, [], { papers: ['a', 'b'] })
  assert.equal(tasks(step), 'check check check check')
  assert.equal(new Set(step.waiting.map(({ instance }) => instance)).size, 4)
  let [state, ended] = [step, false]
  const events = []
  while (!ended) {
    events.push(complete('check', undefined, state.waiting.at(-1)!.instance))
    state = walk(process, events, { papers: ['a', 'b'] })
    ended = state.ended
  }
  assert.equal(events.length, 4)
})
