import assert from 'node:assert/strict'
import { test } from 'node:test'
import { edge, end, eventSub, flow, gateway, inside, line, on, read, service, thrown, user, way, wayIn } from '../sample-process.ts'
import { complete, failed, fired, happened, known, message, refusalOf, signal, tasks, waits, walk } from '../sample-walk.ts'

const visit = (more = '') => wayIn('visit', `${user('photo')}${user('report')}${more}`, 'photo', 'report')

test('A site visit is walked from its own start to its own end, and then the permit goes on', async () => {
  const process = await read(way(`${visit()}${user('sign')}`, 'visit', 'sign'))
  const first = walk(process, [])
  assert.deepEqual(first.waiting, [{ kind: 'user', element: 'photo', name: 'photo', role: null, instance: 'visit:1' }])
  assert.deepEqual(first.state, { at: { visit: 1 }, open: { 'visit:1': { at: { photo: 1 } } }, made: 1, vars: {} })
  assert.equal(tasks(walk(process, [complete('photo')])), 'report')
  const done = walk(process, [complete('photo'), complete('report')])
  assert.deepEqual(done.state, { at: { sign: 1 }, made: 1, vars: {} })
  assert.deepEqual(done.happened.map(({ kind, element, instance }) => [kind, element, instance ?? '']), [
    ['left', 'report', 'visit:1'], ['entered', 'visit-ends', 'visit:1'], ['ended', 'visit-ends', 'visit:1'], ['left', 'visit', ''], ['entered', 'sign', ''],
  ])
})

test('Work inside a visit that was split is all done before the visit is over', async () => {
  const split = `<startEvent id="x"/>${gateway('parallel', 'fork')}${user('a')}${user('b')}${end('y')}${end('z')}${line('x', 'fork', 'a', 'y')}${line('fork', 'b', 'z')}`
  const process = await read(way(inside('visit', split) + user('sign'), 'visit', 'sign'))
  assert.equal(tasks(walk(process, [complete('b')])), 'a')
  assert.equal(tasks(walk(process, [complete('b'), complete('a')])), 'sign')
})

test('A visit without drawn start and end begins at what no flow leads to and ends with the last of it', async () => {
  const process = await read(way(inside('visit', `${user('a')}${user('b')}${user('c')}${line('a', 'c')}`), 'visit'))
  assert.equal(tasks(walk(process, [])), 'a b')
  assert.equal(tasks(walk(process, [complete('a')])), 'b c')
  assert.equal(walk(process, [complete('a'), complete('b'), complete('c')]).ended, true)
})

test('Two visits at once have numbers, an event says which one is meant, and a number never comes back', async () => {
  const process = await read(`<startEvent id="s"/>${gateway('parallel', 'fork')}${gateway('exclusive', 'merge')}${gateway('exclusive', 'again', 'again-e')}${visit()}${end('e')}
    ${flow('s', 'fork')}${flow('fork', 'merge', undefined, 'one')}${flow('fork', 'merge', undefined, 'two')}${line('merge', 'visit', 'again', 'e')}${flow('again', 'merge', 'more = true')}`)
  const both = walk(process, [])
  assert.deepEqual(refusalOf(process, both.state, complete('photo')), { kind: 'WhichInstance', element: 'photo', instances: ['visit:1', 'visit:2'] })
  assert.deepEqual(refusalOf(process, both.state, complete('photo', undefined, 'visit:3')), { kind: 'NotWaiting', element: 'photo' })
  const again = walk(process, [complete('photo', undefined, 'visit:2'), complete('report', { more: true })])
  assert.deepEqual(Object.keys(again.state.open!), ['visit:1', 'visit:3'])
  assert.deepEqual(refusalOf(process, again.state, complete('report', undefined, 'visit:2')), { kind: 'NotWaiting', element: 'report' })
})

test('A terminate event inside a visit ends the visit, not the case', async () => {
  const split = `<startEvent id="x"/>${gateway('parallel', 'fork')}${user('a')}${user('b')}${end('y', on.terminate)}${end('z')}${line('x', 'fork', 'a', 'y')}${line('fork', 'b', 'z')}`
  const process = await read(way(inside('visit', split) + user('sign'), 'visit', 'sign'))
  const stopped = walk(process, [complete('a')])
  assert.deepEqual([stopped.ended, tasks(stopped), happened(stopped, 'cancelled')], [false, 'sign', 'b'])
})

test('Every token that is taken away is on the record, also where two were at one task', async () => {
  const twice = `<startEvent id="x"/>${gateway('parallel', 'fork')}${gateway('exclusive', 'merge')}${user('a')}${end('y')}${line('x', 'fork', 'merge', 'a', 'y')}${flow('fork', 'merge', undefined, 'again')}`
  const process = await read(way(`${inside('visit', twice)}${edge('out', 'visit', on.message('stop'))}${flow('out', 'e')}`, 'visit'))
  assert.equal(happened(walk(process, [message('stop')]), 'cancelled'), 'a a visit')
})

test('An event on the edge of a visit ends all that goes on in it, however deep', async () => {
  const deep = wayIn('visit', wayIn('room', user('photo'), 'photo') + user('report'), 'room', 'report')
  for (const [trigger, event] of [[on.message('stop'), message('stop')], [on.signal('stop'), signal('stop')], [on.timer('P1D'), fired('out')], [on.condition('stop'), known({ stop: true })]] as const) {
    const process = await read(way(`${deep}${edge('out', 'visit', trigger)}${user('after')}${line('out', 'after')}${flow('after', 'e')}`, 'visit'))
    const stopped = walk(process, [event])
    assert.equal(tasks(stopped), 'after')
    assert.equal(stopped.state.open, undefined)
    assert.equal(happened(stopped, 'cancelled'), 'photo room visit')
  }
})

test('An event that ends nothing leaves the visit as it is, and its own way runs beside it', async () => {
  for (const [trigger, event] of [[on.message('note'), message('note')], [on.signal('note'), signal('note')], [on.timer('P1D'), fired('out')], [on.condition('note'), known({ note: true })]] as const) {
    const process = await read(way(`${visit()}${edge('out', 'visit', trigger, true)}${user('beside')}${end('e2')}${line('out', 'beside', 'e2')}`, 'visit'))
    const noted = walk(process, [event])
    assert.equal(tasks(noted), 'beside photo')
    assert.equal(walk(process, [event, complete('photo'), complete('report')]).ended, false)
    assert.equal(walk(process, [event, complete('photo'), complete('report'), complete('beside')]).ended, true)
  }
})

test('An event subprocess that interrupts takes over from what it stands in', async () => {
  for (const [trigger, event] of [[on.message('call'), message('call')], [on.signal('call'), signal('call')], [on.timer('P1D'), fired('take-start')], [on.condition('call'), known({ call: true })]] as const) {
    const process = await read(way(`${visit(eventSub('take', trigger))}${user('sign')}`, 'visit', 'sign'))
    const taken = walk(process, [event])
    assert.equal(tasks(taken), 'take-task')
    assert.equal(waits(taken), 'take-task', 'Nothing starts it a second time.')
    assert.equal(tasks(walk(process, [event, complete('take-task')])), 'sign')
  }
})

test('An event subprocess that does not interrupt runs beside, as often as its event comes', async () => {
  for (const [trigger, event] of [[on.message('call'), message('call')], [on.signal('call'), signal('call')]] as const) {
    const process = await read(way(`${user('work')}${eventSub('note', trigger, true)}`, 'work'))
    const twice = walk(process, [event, event])
    assert.equal(tasks(twice), 'work note-task note-task')
    assert.deepEqual(Object.keys(twice.state.open!), ['note:1', 'note:2'])
    assert.equal(walk(process, [event, complete('work')]).ended, false)
    assert.equal(walk(process, [event, complete('work'), complete('note-task')]).ended, true)
    assert.equal(refusalOf(process, walk(process, [event, complete('work'), complete('note-task')]).state, event) !== null, true)
  }
})

test('A case that an event subprocess ended stays ended, though its condition still holds', async () => {
  const process = await read(way(`${user('work')}${eventSub('stop', on.condition('stop'))}`, 'work'))
  assert.equal(walk(process, [known({ stop: true }), complete('stop-task')]).ended, true)
  assert.equal(walk(process, [complete('work', { stop: true })]).ended, true)
})

test('An event subprocess inside one that runs hears its own event', async () => {
  const nested = `<subProcess id="outer" triggeredByEvent="true"><startEvent id="os">${on.message('first')}</startEvent>${user('work')}${end('oe')}${line('os', 'work', 'oe')}${eventSub('inner', on.message('second'))}</subProcess>`
  const process = await read(way(user('main') + nested, 'main'))
  assert.equal(tasks(walk(process, [message('first')])), 'work')
  assert.equal(tasks(walk(process, [message('first'), message('second')])), 'inner-task')
  assert.equal(walk(process, [message('first'), message('second'), complete('inner-task')]).ended, true)
})

test('A task that fails inside a visit is caught at the nearest place that knows its code', async () => {
  const model = (caught: string) => read(way(`${wayIn('visit', service('ask'), 'ask')}${caught}${user('mend')}${flow('mend', 'e')}`, 'visit'))
  const other = await model(`${edge('other', 'visit', on.error('slow'))}${edge('down', 'visit', on.error('down'))}${flow('down', 'mend')}${flow('other', 'e')}`)
  const caught = walk(other, [failed('ask', 'down', { why: 'line' })])
  assert.equal(tasks(caught), 'mend')
  assert.deepEqual(caught.happened[0], { kind: 'error', element: 'ask', code: 'down', caught: 'down', instance: 'visit:1' })
  assert.deepEqual(caught.state.vars, { why: 'line' })
  const any = await model(`${edge('any', 'visit', on.error())}${flow('any', 'mend')}`)
  assert.equal(tasks(walk(any, [failed('ask', 'down')])), 'mend')
  assert.deepEqual(refusalOf(other, walk(other, []).state, failed('ask', 'odd')), { kind: 'NotCaught', element: 'ask', code: 'odd' })
})

test('An escalation inside a visit goes on where it was thrown, and what it starts runs beside', async () => {
  const visited = wayIn('visit', thrown('late', on.escalation('late')) + user('work'), 'late', 'work')
  const process = await read(way(`${visited}${edge('heard', 'visit', on.escalation('late'), true)}${user('told')}${end('e2')}${line('heard', 'told', 'e2')}`, 'visit'))
  assert.equal(tasks(walk(process, [])), 'told work')
  const hard = await read(way(`${visited}${edge('heard', 'visit', on.escalation('late'))}${user('told')}${end('e2')}${line('heard', 'told', 'e2')}`, 'visit'))
  assert.equal(tasks(walk(hard, [])), 'told')
})

test('A token that waits at a join is ended with the visit too', async () => {
  const split = `<startEvent id="x"/>${gateway('parallel', 'fork')}${user('a')}${user('b')}${user('c')}${gateway('parallel', 'join')}${end('y', on.terminate)}${end('z')}${line('x', 'fork', 'a', 'y')}${line('fork', 'b', 'join', 'z')}${line('fork', 'c', 'join')}`
  const process = await read(way(inside('visit', split) + user('sign'), 'visit', 'sign'))
  assert.deepEqual(walk(process, [complete('b'), complete('a')]).state, { at: { sign: 1 }, made: 1, vars: {} })
})
