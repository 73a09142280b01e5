import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caught, edge, end, eventSub, flow, gateway, line, on, read, service, thrown, user, way, wayIn } from '../sample-process.ts'
import { begin } from './advance.ts'
import { complete, escalated, failed, fired, happened, known, message, refusalOf, signal, tasks, waits, walk } from '../sample-walk.ts'

test('A message that is waited for in the middle is taken once, with what it brings', async () => {
  const process = await read(way(`${caught('letter', on.message('letter'))}${user('read')}`, 'letter', 'read'))
  assert.deepEqual(walk(process, []).waiting, [{ kind: 'message', element: 'letter', name: 'letter' }])
  const come = walk(process, [message('letter', { from: 'citizen' })])
  assert.deepEqual([tasks(come), come.state.vars], ['read', { from: 'citizen' }])
  assert.deepEqual(refusalOf(process, come.state, message('letter')), { kind: 'NoSuchMessage', name: 'letter' })
  assert.deepEqual(refusalOf(process, walk(process, []).state, message('other')), { kind: 'NoSuchMessage', name: 'other' })
})

test('What is sent is put on the record, by a send task and by an event', async () => {
  const process = await read(way(`<sendTask id="post" messageRef="message-sent"/>${thrown('say', on.message('said'))}${caught('wait', on.message('x'))}`, 'post', 'say', 'wait'))
  assert.deepEqual(walk(process, []).happened.filter(({ kind }) => kind === 'message-sent'), [
    { kind: 'message-sent', element: 'post', name: 'sent' },
    { kind: 'message-sent', element: 'say', name: 'said' },
  ])
})

test('A receive task waits for its message, and time can run out on its edge', async () => {
  const process = await read(way(`<receiveTask id="wait" messageRef="message-paper"/>${edge('late', 'wait', on.timer('P3D'))}${flow('late', 'e')}${user('read')}`, 'wait', 'read'))
  assert.equal(waits(walk(process, [])), 'wait late')
  assert.equal(tasks(walk(process, [message('paper')])), 'read')
  assert.equal(walk(process, [fired('late')]).ended, true)
})

test('A signal is heard by all that wait for it, wherever they stand, and by each token', async () => {
  const process = await read(`<startEvent id="s"/>${gateway('parallel', 'fork')}${caught('a', on.signal('go'))}${wayIn('sub', caught('b', on.signal('go')), 'b')}${user('c')}${edge('d', 'c', on.signal('go'))}${end('e')}
    ${line('s', 'fork', 'a', 'e')}${line('fork', 'sub', 'e')}${line('fork', 'c', 'e')}${flow('d', 'e')}${flow('fork', 'a', undefined, 'again')}${caught('f', on.signal('other'))}${line('fork', 'f', 'e')}`)
  assert.deepEqual(walk(process, []).state.at, { a: 2, sub: 1, c: 1, f: 1 })
  assert.deepEqual(walk(process, [signal('go')]).state.at, { f: 1 })
  assert.deepEqual(refusalOf(process, walk(process, [signal('go')]).state, signal('go')), { kind: 'NoSuchSignal', name: 'go' })
})

test('A signal that the process itself gives is heard in it before anything else moves', async () => {
  const process = await read(`<startEvent id="s"/>${gateway('parallel', 'fork')}${caught('a', on.signal('go'))}${user('after')}${user('work')}${end('e', on.signal('go'))}${end('f')}
    ${line('s', 'fork', 'a', 'after', 'f')}${line('fork', 'work', 'e')}`)
  const given = walk(process, [complete('work')])
  assert.equal(tasks(given), 'after')
  assert.equal(happened(given, 'signal-sent'), 'e')
})

test('The last token can give the signal that an event subprocess starts by', async () => {
  const process = await read(`<startEvent id="s"/>${user('work')}${end('e', on.signal('go'))}${line('s', 'work', 'e')}${eventSub('heard', on.signal('go'), true)}`)
  assert.equal(tasks(walk(process, [complete('work')])), 'heard-task')
})

test('A condition acts at once where it holds already, else when something becomes known', async () => {
  const process = await read(way(`${caught('wait', on.condition('paid'))}${user('next')}`, 'wait', 'next'))
  assert.equal(tasks(walk(process, [], { paid: true })), 'next')
  assert.equal(waits(walk(process, [])), 'wait')
  assert.equal(waits(walk(process, [known({ paid: false })])), 'wait')
  assert.equal(tasks(walk(process, [known({ paid: true })])), 'next')
})

test('A condition that ends nothing acts when it comes true, not as long as it is true', async () => {
  const process = await read(way(`${user('work')}${edge('big', 'work', on.condition('size &gt; 10'), true)}${user('note')}${end('e2')}${line('big', 'note', 'e2')}`, 'work'))
  const [small, big, bigger] = [known({ size: 1 }), known({ size: 11 }), known({ size: 12 })]
  assert.equal(tasks(walk(process, [small])), 'work')
  assert.deepEqual(walk(process, [big]).state.met, { big: true })
  assert.deepEqual(walk(process, [big, bigger, bigger]).state.at, { work: 1, note: 1 })
  assert.deepEqual(walk(process, [big, small, bigger]).state.at, { work: 1, note: 2 })
  assert.equal(walk(process, [big, complete('work')]).state.met, undefined)
})

test('A case that a message starts begins there, others at their plain start', async () => {
  const process = await read(`<startEvent id="s"/><startEvent id="post">${on.message('letter')}</startEvent><startEvent id="daily">${on.cycle('R/P1D')}</startEvent>${user('a')}${user('b')}${end('e')}${line('s', 'a', 'e')}${line('post', 'b', 'e')}${flow('daily', 'b')}`)
  assert.equal(tasks(walk(process, [])), 'a')
  assert.equal(tasks(walk(process, [], {}, { start: 'post' })), 'b')
  assert.equal(tasks(walk(process, [], {}, { start: 'daily' })), 'b')
  assert.equal(tasks(walk(process, [], {}, { start: 's' })), 'a')
  assert.deepEqual(begin(process, {}, { start: 'a' }), { ok: false, refusal: { kind: 'NoSuchStart', element: 'a' } })
  const only = await read(`<startEvent id="post">${on.message('letter')}</startEvent>${user('b')}${end('e')}${line('post', 'b', 'e')}`)
  assert.equal(tasks(walk(only, [])), 'b')
  const two = await read(`<startEvent id="one">${on.message('a')}</startEvent><startEvent id="two">${on.message('b')}</startEvent>${user('b')}${end('e')}${line('one', 'b', 'e')}${flow('two', 'b')}`)
  assert.deepEqual(begin(two, {}), { ok: false, refusal: { kind: 'NoSuchStart', element: 'walk' } })
})

test('A link goes on at its event of the same name', async () => {
  const link = (name: string) => `<linkEventDefinition name="${name}"/>`
  const process = await read(`<startEvent id="s"/>${user('a')}${thrown('out', link('page 2'))}${caught('in', link('page 2'))}${user('b')}${end('e')}${line('s', 'a', 'out')}${line('in', 'b', 'e')}`)
  assert.equal(tasks(walk(process, [complete('a')])), 'b')
  const plain = await read(`${user('a')}${thrown('out', link('page 2'))}${caught('in', link('page 2'))}${user('b')}${line('a', 'out')}${line('in', 'b')}`)
  assert.equal(tasks(walk(plain, [])), 'a', 'What a link leads to is no start.')
})

test('A service that fails goes the way of its error, one that nobody catches is refused', async () => {
  const process = await read(way(`${service('ask')}${edge('down', 'ask', on.error('down'))}${user('call')}${line('down', 'call')}${flow('call', 'e')}`, 'ask'))
  const down = walk(process, [failed('ask', 'down', { since: 9 })])
  assert.deepEqual([tasks(down), down.state.vars, happened(down, 'cancelled')], ['call', { since: 9 }, 'ask'])
  assert.deepEqual(refusalOf(process, walk(process, []).state, failed('ask', 'other')), { kind: 'NotCaught', element: 'ask', code: 'other' })
  assert.deepEqual(refusalOf(process, walk(process, []).state, failed('call', 'down')), { kind: 'NotWaiting', element: 'call' })
})

test('An error thrown deep inside is caught further out, the nearest first', async () => {
  const thrower = (more = '') => wayIn('outer', `${wayIn('inner', user('work') + end('bad', on.error('bad')) + flow('choice', 'bad', 'bad') + gateway('exclusive', 'choice', 'choice-inner-ends'), 'work', 'choice')}`, 'inner') + more
  const model = (more: string) => read(way(`${thrower(more)}${user('mend')}${flow('mend', 'e')}`, 'outer'))
  const far = await model(`${edge('far', 'outer', on.error())}${flow('far', 'mend')}`)
  const caughtFar = walk(far, [complete('work', { bad: true })])
  assert.deepEqual([tasks(caughtFar), happened(caughtFar, 'error'), caughtFar.state.open], ['mend', 'bad', undefined])
  assert.equal(walk(far, [complete('work', { bad: false })]).ended, true)
})

test('An error that nobody catches ends the case, and is on the record', async () => {
  const process = await read(`<startEvent id="s"/>${gateway('parallel', 'fork')}${user('a')}${user('b')}${end('bad', on.error('bad'))}${end('e')}${line('s', 'fork', 'a', 'bad')}${line('fork', 'b', 'e')}`)
  const over = walk(process, [complete('a')])
  assert.deepEqual([over.ended, happened(over, 'cancelled')], [true, 'b'])
  assert.deepEqual(over.happened.find(({ kind }) => kind === 'error'), { kind: 'error', element: 'bad', code: 'bad', caught: null })
})

test('An error or escalation is taken by an event subprocess beside it', async () => {
  for (const [kind, says] of [['error', on.error('x')], ['escalation', on.escalation('x')]] as const) {
    const process = await read(`<startEvent id="s"/>${user('a')}${end('bad', says)}${line('s', 'a', 'bad')}${eventSub('mend', says)}`)
    const taken = walk(process, [complete('a')])
    assert.equal(tasks(taken), 'mend-task', kind)
    assert.equal(walk(process, [complete('a'), complete('mend-task')]).ended, true)
  }
})

test('An escalation of a task leaves it or ends it, as the event on its edge says', async () => {
  const model = (stays: boolean) => read(way(`${user('work')}${edge('up', 'work', on.escalation('late'), stays)}${user('head')}${end('e2')}${line('up', 'head', 'e2')}`, 'work'))
  assert.equal(tasks(walk(await model(true), [escalated('work', 'late'), escalated('work', 'late')])), 'work head')
  assert.equal(tasks(walk(await model(false), [escalated('work', 'late')])), 'head')
  const process = await model(true)
  assert.deepEqual(refusalOf(process, walk(process, []).state, escalated('work', 'other')), { kind: 'NotCaught', element: 'work', code: 'other' })
})

test('An escalation that nobody hears is only put on the record', async () => {
  const process = await read(way(`${thrown('up', on.escalation('late'))}${user('work')}`, 'up', 'work'))
  const step = walk(process, [])
  assert.deepEqual([tasks(step), step.happened.find(({ kind }) => kind === 'escalation')], ['work', { kind: 'escalation', element: 'up', code: 'late', caught: null }])
})

test('Who waits for the very code of an error takes it before who waits for any', async () => {
  const process = await read(way(`${service('ask')}${edge('any', 'ask', on.error())}${edge('down', 'ask', on.error('down'))}${user('a')}${user('b')}${line('any', 'a', 'e')}${line('down', 'b', 'e')}`, 'ask'))
  assert.deepEqual([tasks(walk(process, [failed('ask', 'down')])), tasks(walk(process, [failed('ask', 'odd')]))], ['b', 'a'])
})
