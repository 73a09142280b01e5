import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Process } from '../bpmn/model.ts'
import { caught, edge, end, gateway, inside, line, on, read, readIzinPenelitian, user, way, wayIn } from '../sample-process.ts'
import { complete, fired, known, message, refusalOf, signal, stored, tasks, walk } from '../sample-walk.ts'
import { waiting } from './waiting.ts'
import type { ProcessEvent, ProcessState } from './state.ts'

const context = { cities: ['3171'], remindOfficerAt: '2026-01-05T02:00:00Z', remindHeadAt: '2026-01-06T02:00:00Z' }
let permit: Process
before(async () => {
  permit = await readIzinPenelitian()
})

test('The state of a research permit is under 300 bytes wherever it waits', () => {
  const outcome = (element: string, outcome: string) => complete(element, { outcome })
  for (const events of [[], [outcome('check', 'send-back')], [outcome('check', 'approve')], [outcome('check', 'approve'), outcome('sign', 'sign')]]) {
    const { state } = walk(permit, events, context)
    assert.ok(JSON.stringify(state).length < 300, JSON.stringify(state))
  }
})

test('What comes late, twice or from elsewhere is refused with its reason, also after the end', async () => {
  const process = await read(way(`${wayIn('visit', user('photo'), 'photo')}${edge('late', 'visit', on.timer('P1D'), true)}${end('noted')}${line('late', 'noted')}${caught('paid', on.message('paid'))}`, 'visit', 'paid'))
  const begun = walk(process, [])
  const after = walk(process, [complete('photo')])
  const over = walk(process, [complete('photo'), message('paid')])
  const refusals: readonly (readonly [ProcessState, ProcessEvent, string])[] = [
    [begun.state, message('paid'), 'NoSuchMessage'],
    [begun.state, signal('paid'), 'NoSuchSignal'],
    [begun.state, complete('visit'), 'NotWaiting'],
    [begun.state, complete('photo', undefined, 'visit:2'), 'NotWaiting'],
    [begun.state, complete('__proto__'), 'NotWaiting'],
    [begun.state, fired('paid'), 'NotWaiting'],
    [walk(process, [fired('late')]).state, fired('late'), 'NotWaiting'],
    [after.state, complete('photo'), 'NotWaiting'],
    [after.state, complete('photo', undefined, 'visit:1'), 'NotWaiting'],
    [after.state, fired('late'), 'NotWaiting'],
    [after.state, complete('paid'), 'NotWaiting'],
    [over.state, message('paid'), 'NoSuchMessage'],
    [over.state, signal('any'), 'NoSuchSignal'],
    [over.state, complete('photo'), 'NotWaiting'],
    [over.state, known({ a: 1 }), 'NotWaiting'],
    [begun.state, { kind: 'burn' } as unknown as ProcessEvent, 'UnknownEvent'],
  ]
  assert.equal(over.ended, true)
  for (const [state, event, kind] of refusals) assert.equal(refusalOf(process, state, event)?.kind, kind, JSON.stringify(event))
})

test('A state of another model is refused, whatever is told to it', async () => {
  const process = await read(`<startEvent id="s"/>${gateway('parallel', 'fork')}${user('a')}${wayIn('visit', user('photo'), 'photo')}${gateway('parallel', 'join')}${end('e')}${line('s', 'fork', 'a', 'join', 'e')}${line('fork', 'visit', 'join')}`)
  const strange: readonly ProcessState[] = [
    { at: { gone: 1 }, vars: {} },
    { at: { a: 1, gone: 1 }, vars: {} },
    { at: { a: 1 }, joins: { gone: { x: 1 } }, vars: {} },
    { at: { a: 1 }, open: { 'gone:1': { at: {} } }, made: 1, vars: {} },
    { at: { a: 1, visit: 1 }, open: { 'visit:1': { at: { gone: 1 } } }, made: 1, vars: {} },
    { at: { a: 1, visit: 1 }, open: { 'visit:1/photo:2': { at: {} } }, made: 2, vars: {} },
    { at: { a: 1, visit: 1 }, open: { visit: { at: {} } }, made: 1, vars: {} },
    { at: { a: 1, visit: 1 }, open: { 'visit:x': { at: {} } }, made: 1, vars: {} },
  ]
  for (const state of strange) {
    for (const event of [complete('a'), complete('gone'), message('m'), known({ a: 1 })]) assert.equal(refusalOf(process, state, event)?.kind, 'BadState', JSON.stringify([state, event]))
    assert.ok(Array.isArray(waiting(process, state)))
  }
})

test('What is open is known by the order in which it was opened, also after the state was stored', async () => {
  const model = `<startEvent id="s"/>${gateway('parallel', 'fork')}${user('a')}${wayIn('one', inside('deep', user('photo')) , 'deep')}${wayIn('two', user('report'), 'report')}${end('e')}${line('s', 'fork', 'a', 'two', 'e')}${line('fork', 'one', 'e')}`
  const process = await read(model)
  const step = walk(process, [complete('a')])
  assert.deepEqual(Object.keys(step.state.open!), ['one:1', 'one:1/deep:2', 'two:3'])
  assert.equal(tasks(step), 'photo report')
  assert.deepEqual(waiting(process, stored(step.state)), step.waiting)
})
