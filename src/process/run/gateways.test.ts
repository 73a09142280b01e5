import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caught, edge, end, flow, gateway, line, on, read, user, way, wayIn } from '../sample-process.ts'
import { begin } from './advance.ts'
import { complete, fired, known, message, refusalOf, signal, tasks, waits, walk } from '../sample-walk.ts'

test('Of the events after an event-based gateway the first one takes the token', async () => {
  const process = await read(`<startEvent id="s"/>${gateway('eventBased', 'first')}${caught('paid', on.message('paid'))}${caught('late', on.timer('P3D'))}${caught('stop', on.signal('stop'))}${caught('known', on.condition('waived'))}
    <receiveTask id="letter" messageRef="message-letter"/>${user('a')}${user('b')}${end('e')}${line('s', 'first', 'paid', 'a', 'e')}${line('first', 'late', 'b', 'e')}${line('first', 'stop', 'e')}${line('first', 'known', 'b')}${line('first', 'letter', 'a')}`)
  assert.deepEqual(walk(process, []).state, { at: { first: 1 }, timers: { late: 'P3D' }, vars: {} })
  assert.equal(waits(walk(process, [])), 'paid stop known letter late')
  assert.equal(walk(process, [message('paid')]).state.timers, undefined)
  assert.deepEqual([[message('paid')], [fired('late')], [known({ waived: true })], [message('letter')]].map((events) => tasks(walk(process, events))), ['a', 'b', 'b', 'a'])
  assert.equal(walk(process, [signal('stop')]).ended, true)
  assert.deepEqual(refusalOf(process, walk(process, [message('paid')]).state, fired('late')), { kind: 'NotWaiting', element: 'late' })
})

const choices = (joined: string) => `${gateway('inclusive', 'which', 'which-c')}${user('a')}${user('b')}${user('c')}${gateway('inclusive', 'join')}${flow('which', 'a', 'a')}${flow('which', 'b', 'b')}${flow('which', 'c')}${line('a', 'join')}${line('b', 'join')}${line('c', 'join')}${joined}`

test('An inclusive gateway takes every way that holds, its default when none does, and its join waits for just those', async () => {
  const process = await read(`<startEvent id="s"/>${choices('')}${user('last')}${end('e')}${flow('s', 'which')}${line('join', 'last', 'e')}`)
  const goes = (facts: object) => tasks(walk(process, [], { a: false, b: false, ...facts }))
  assert.deepEqual([goes({}), goes({ a: true }), goes({ a: true, b: true })], ['c', 'a', 'a b'])
  const both = { a: true, b: true }
  assert.equal(tasks(walk(process, [complete('b')], both)), 'a')
  assert.equal(tasks(walk(process, [complete('b'), complete('a')], both)), 'last')
  assert.equal(tasks(walk(process, [complete('a')], { a: true, b: false })), 'last')
})

test('An inclusive gateway without a default and without a way that holds refuses the step', async () => {
  const process = await read(`<startEvent id="s"/>${gateway('inclusive', 'which')}${user('a')}${user('b')}${end('e')}${line('s', 'which')}${flow('which', 'a', 'a')}${flow('which', 'b', 'b')}${flow('a', 'e')}${flow('b', 'e')}`)
  assert.deepEqual(begin(process, { a: false, b: false }), { ok: false, refusal: { kind: 'NoWay', element: 'which' } })
})

test('An inclusive join knows that a way ended before it came', async () => {
  const process = await read(`<startEvent id="s"/>${gateway('inclusive', 'which')}${user('a')}${user('b')}${gateway('exclusive', 'stop', 'stop-join')}${gateway('inclusive', 'join')}${user('last')}${end('e')}${end('gone')}
    ${flow('s', 'which')}${flow('which', 'a', 'true')}${flow('which', 'b', 'true')}${line('a', 'join', 'last', 'e')}${line('b', 'stop', 'join')}${flow('stop', 'gone', 'stop')}`)
  assert.equal(tasks(walk(process, [complete('a')])), 'b')
  assert.equal(tasks(walk(process, [complete('a'), complete('b', { stop: true })])), 'last')
  assert.equal(tasks(walk(process, [complete('b', { stop: true }), complete('a')])), 'last')
  assert.equal(tasks(walk(process, [complete('b', { stop: false }), complete('a')])), 'last')
})

test('An inclusive join in a loop waits in each round for the ways of that round', async () => {
  const process = await read(`<startEvent id="s"/>${gateway('exclusive', 'in')}${choices('')}${gateway('exclusive', 'again', 'again-e')}${end('e')}${line('s', 'in', 'which')}${line('join', 'again', 'e')}${flow('again', 'in', 'more')}`)
  const facts = { a: true, b: true }
  const round = [complete('a'), complete('b', { more: true })]
  assert.equal(tasks(walk(process, [...round, complete('b')], facts)), 'a')
  assert.equal(walk(process, [...round, complete('b'), complete('a', { more: false })], facts).ended, true)
})

test('An inclusive join waits for a token inside a subprocess and for one that may come by an event on an edge', async () => {
  const process = await read(`<startEvent id="s"/>${gateway('parallel', 'fork')}${wayIn('visit', user('photo'), 'photo')}${edge('out', 'visit', on.message('out'))}${user('quick')}${gateway('inclusive', 'join')}${user('last')}${end('e')}
    ${line('s', 'fork', 'visit', 'join', 'last', 'e')}${line('fork', 'quick', 'join')}${line('out', 'join')}`)
  assert.equal(tasks(walk(process, [complete('quick')])), 'photo')
  assert.equal(tasks(walk(process, [complete('quick'), complete('photo')])), 'last')
  assert.equal(tasks(walk(process, [complete('quick'), message('out')])), 'last')
})

test('A task can send its token on by conditions, and by its default when none holds', async () => {
  const process = await read(`<startEvent id="s"/><userTask id="work" default="work-c"/>${user('a')}${user('b')}${user('c')}${end('e')}${line('s', 'work', 'c', 'e')}${flow('work', 'a', 'a')}${flow('work', 'b', 'b')}${flow('a', 'e')}${flow('b', 'e')}`)
  const goes = (variables: object) => tasks(walk(process, [complete('work', { a: false, b: false, ...variables })]))
  assert.deepEqual([goes({}), goes({ b: true }), goes({ a: true, b: true })], ['c', 'b', 'a b'])
  const some = await read(`<startEvent id="s"/>${user('work')}${user('a')}${user('c')}${end('e')}${line('s', 'work', 'c', 'e')}${flow('work', 'a', 'a')}${flow('a', 'e')}`)
  assert.deepEqual([true, false].map((a) => tasks(walk(some, [complete('work', { a })]))), ['a c', 'c'], 'A flow without a condition is always taken.')
})

test('A task without a gateway before it is done once for each token, and sends one on by each flow after it', async () => {
  const process = await read(`<startEvent id="s"/>${user('a')}${user('b')}${user('c')}${user('d')}${end('e')}${line('s', 'a', 'b', 'd', 'e')}${line('a', 'c', 'd')}`)
  assert.equal(tasks(walk(process, [complete('a')])), 'b c')
  assert.deepEqual(walk(process, [complete('a'), complete('b'), complete('c')]).state.at, { d: 2 })
})

test('A parallel join takes one token of each flow, and a second one waits for its own', async () => {
  const process = await read(way(`${gateway('parallel', 'fork')}${user('a')}${user('b')}${gateway('parallel', 'join')}${flow('fork', 'a', undefined, 'twice')}${line('fork', 'b', 'join')}${user('last')}`, 'fork', 'a', 'join', 'last'))
  const two = walk(process, [complete('a'), complete('a')])
  assert.deepEqual(two.state, { at: { b: 1 }, joins: { join: { 'a-join': 2 } }, vars: {} })
  assert.deepEqual(walk(process, [complete('a'), complete('a'), complete('b')]).state, { at: { last: 1 }, joins: { join: { 'a-join': 1 } }, vars: {} })
})

test('An inclusive join waits also where only the event on an edge leads to it', async () => {
  const process = await read(`<startEvent id="s"/>${gateway('parallel', 'fork')}${user('work')}${edge('out', 'work', on.message('out'))}${user('quick')}${gateway('inclusive', 'join')}${user('last')}${end('e')}
    ${line('s', 'fork', 'work', 'e')}${line('fork', 'quick', 'join', 'last', 'e')}${line('out', 'join')}`)
  assert.equal(tasks(walk(process, [complete('quick')])), 'work')
  assert.equal(tasks(walk(process, [complete('quick'), complete('work')])), 'last')
  assert.deepEqual(walk(process, [complete('quick'), message('out')]).state, { at: { last: 1 }, vars: {} })
})
