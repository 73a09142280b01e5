/**
 * The twenty workflow control-flow patterns of van der Aalst, ter Hofstede, Kiepuszewski and Barros, Distributed and
 * Parallel Databases 14 (2003), 5-51, by their number there. Two are not in BPMN as it is run here: what stands for
 * them is shown and said.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caught, edge, end, eventSub, flow, gateway, inside, line, on, problemsOf, read, thrown, user, way, wayIn } from '../../src/process/sample-process.ts'
import { complete, message, refusalOf, tasks, waits, walk } from '../../src/process/sample-walk.ts'

const done = (...ids: readonly string[]) => ids.map((id) => complete(id))
const ab = user('a') + user('b')
const start = '<startEvent id="s"/>'

test('1 Sequence: a task begins when the one before it is done', async () => {
  const process = await read(way(ab, 'a', 'b'))
  assert.deepEqual([tasks(walk(process, [])), tasks(walk(process, done('a'))), walk(process, done('a', 'b')).ended], ['a', 'b', true])
})

test('2 Parallel split: all ways are gone at once', async () => {
  const process = await read(`${start}${gateway('parallel', 'fork')}${ab}${end('e')}${line('s', 'fork', 'a', 'e')}${line('fork', 'b', 'e')}`)
  assert.equal(tasks(walk(process, [])), 'a b')
})

test('3 Synchronization: what follows waits for all ways', async () => {
  const process = await read(`${start}${gateway('parallel', 'fork')}${ab}${gateway('parallel', 'join')}${user('c')}${end('e')}${line('s', 'fork', 'a', 'join', 'c', 'e')}${line('fork', 'b', 'join')}`)
  assert.deepEqual([tasks(walk(process, done('a'))), tasks(walk(process, done('b', 'a')))], ['b', 'c'])
})

const choice = `${start}${gateway('exclusive', 'which', 'which-b')}${ab}${flow('s', 'which')}${flow('which', 'a', 'big')}${flow('which', 'b')}`

test('4 Exclusive choice: one of the ways is gone', async () => {
  const process = await read(`${choice}${end('e')}${line('a', 'e')}${line('b', 'e')}`)
  assert.deepEqual([true, false].map((big) => tasks(walk(process, [], { big }))), ['a', 'b'])
})

test('5 Simple merge: what follows begins by whichever way it was come to', async () => {
  const process = await read(`${choice}${gateway('exclusive', 'merge')}${user('c')}${end('e')}${line('a', 'merge', 'c', 'e')}${line('b', 'merge')}`)
  assert.deepEqual([tasks(walk(process, done('a'), { big: true })), tasks(walk(process, done('b'), { big: false }))], ['c', 'c'])
})

const some = `${start}${gateway('inclusive', 'which', 'which-c')}${ab}${user('c')}${flow('s', 'which')}${flow('which', 'a', 'x')}${flow('which', 'b', 'y')}${flow('which', 'c')}`

test('6 Multi-choice: as many ways are gone as fit', async () => {
  const process = await read(`${some}${end('e')}${line('a', 'e')}${line('b', 'e')}${line('c', 'e')}`)
  assert.deepEqual([[true, true], [true, false], [false, false]].map(([x, y]) => tasks(walk(process, [], { x, y }))), ['a b', 'a', 'c'])
})

test('7 Synchronizing merge: what follows waits for just the ways that were gone', async () => {
  const process = await read(`${some}${gateway('inclusive', 'join')}${user('d')}${end('e')}${line('a', 'join', 'd', 'e')}${line('b', 'join')}${line('c', 'join')}`)
  assert.equal(tasks(walk(process, done('a'), { x: true, y: true })), 'b')
  assert.equal(tasks(walk(process, done('a', 'b'), { x: true, y: true })), 'd')
  assert.equal(tasks(walk(process, done('a'), { x: true, y: false })), 'd')
})

test('8 Multi-merge: what follows is done once for each way that comes to it', async () => {
  const process = await read(`${start}${gateway('parallel', 'fork')}${ab}${gateway('exclusive', 'merge')}${user('c')}${end('e')}${line('s', 'fork', 'a', 'merge', 'c', 'e')}${line('fork', 'b', 'merge')}`)
  assert.deepEqual(walk(process, done('a', 'b')).state.at, { c: 2 })
  assert.equal(walk(process, done('a', 'b', 'c')).ended, false)
  assert.equal(walk(process, done('a', 'b', 'c', 'c')).ended, true)
})

test('9 Discriminator: the first way that is done is enough, by an end event that ends the rest; a complex gateway is refused', async () => {
  const first = `<startEvent id="x"/>${gateway('parallel', 'fork')}${ab}${gateway('exclusive', 'merge')}${end('y', on.terminate)}${line('x', 'fork', 'a', 'merge', 'y')}${line('fork', 'b', 'merge')}`
  const process = await read(way(`${inside('race', first)}${user('c')}`, 'race', 'c'))
  assert.deepEqual([tasks(walk(process, done('a'))), tasks(walk(process, done('b')))], ['c', 'c'])
  assert.deepEqual(refusalOf(process, walk(process, done('a')).state, complete('b')), { kind: 'NotWaiting', element: 'b' })
  assert.deepEqual((await problemsOf(read(way('<complexGateway id="some"/>', 'some')))).map(({ element }) => element), ['some'])
})

test('10 Arbitrary cycles: a circle can be entered and left at several places', async () => {
  const process = await read(`${start}${gateway('exclusive', 'in', 'in-m1')}${gateway('exclusive', 'm1')}${gateway('exclusive', 'm2')}${ab}${gateway('exclusive', 'x1', 'x1-m2')}${gateway('exclusive', 'x2', 'x2-m1')}${end('e')}${line('s', 'in', 'm1', 'a', 'x1', 'm2', 'b', 'x2', 'm1')}
    ${flow('in', 'm2', 'late')}${flow('x1', 'e', 'out')}${flow('x2', 'e', 'out')}`)
  assert.deepEqual([tasks(walk(process, [], { late: true })), tasks(walk(process, done('a', 'b', 'a'), { late: false })), tasks(walk(process, done('b', 'a'), { late: true }))], ['b', 'b', 'b'])
  assert.equal(walk(process, [...done('a'), complete('b', { out: true })], { late: false }).ended, true)
  assert.equal(walk(process, [complete('a', { out: true })], { late: false }).ended, true)
})

test('11 Implicit termination: a case ends when nothing is left to do, without a last event', async () => {
  const process = await read(`${user('a')}${user('b')}${user('c')}${line('a', 'c')}`)
  assert.deepEqual([walk(process, done('a', 'b')).ended, walk(process, done('a', 'b', 'c')).ended], [false, true])
})

const repeat = (how: string) => `<multiInstanceLoopCharacteristics>${how}</multiInstanceLoopCharacteristics>`
const each = '<extensionElements><zeebe:loopCharacteristics inputCollection="=papers" inputElement="paper"/></extensionElements>'

test('12 Several instances without waiting for them: a message starts one more beside the case, which goes on', async () => {
  const process = await read(way(`${ab}${eventSub('more', on.message('one-more'), true)}`, 'a', 'b'))
  const [one] = [message('one-more')]
  assert.equal(tasks(walk(process, [one, one, complete('a'), one])), 'b more-task more-task more-task')
})

test('13 Several instances, their number known when the model is drawn', async () => {
  const process = await read(way(`<userTask id="check">${repeat('<loopCardinality xsi:type="tFormalExpression">3</loopCardinality>')}</userTask>${user('next')}`, 'check', 'next'))
  assert.deepEqual([tasks(walk(process, [])), tasks(walk(process, [2, 3, 4].map((turn) => complete('check', undefined, `check:1/check:${turn}`))))], ['check check check', 'next'])
})

test('14 Several instances, their number known when they begin', async () => {
  const process = await read(way(`<userTask id="check">${repeat(each)}</userTask>${user('next')}`, 'check', 'next'))
  assert.deepEqual([['x'], ['x', 'y'], []].map((papers) => tasks(walk(process, [], { papers }))), ['check', 'check check', 'next'])
})

test('15 Several instances, their number not known when they begin: each may ask for one more, and all are waited for', async () => {
  const process = await read(way(`${inside('checks', `${user('check')}${eventSub('more', on.message('one-more'), true)}`)}${user('next')}`, 'checks', 'next'))
  const one = message('one-more')
  assert.equal(tasks(walk(process, [one, one])), 'check more-task more-task')
  const paths = walk(process, [one, one]).waiting.flatMap(({ element, instance }) => (element === 'more-task' ? [complete(element, undefined, instance)] : []))
  assert.equal(tasks(walk(process, [one, one, complete('check')])), 'more-task more-task')
  assert.equal(tasks(walk(process, [one, one, complete('check'), ...paths])), 'next')
})

test('16 Deferred choice: what happens first decides which way is gone', async () => {
  const process = await read(`${start}${gateway('eventBased', 'first')}${caught('paid', on.message('paid'))}${caught('late', on.timer('P7D'))}${ab}${end('e')}${line('s', 'first', 'paid', 'a', 'e')}${line('first', 'late', 'b', 'e')}`)
  assert.deepEqual([waits(walk(process, [])), tasks(walk(process, [message('paid')])), tasks(walk(process, [{ kind: 'timer', element: 'late' }]))], ['paid late', 'a', 'b'])
})

test('17 Interleaved parallel routing: in any order but one at a time is a loop that chooses; an ad-hoc subprocess is refused', async () => {
  const process = await read(`${start}${gateway('exclusive', 'merge')}${gateway('eventBased', 'next')}${caught('do-a', on.message('a'))}${caught('do-b', on.message('b'))}${ab}${gateway('exclusive', 'more', 'more-e')}${end('e')}
    ${line('s', 'merge', 'next', 'do-a', 'a', 'more', 'e')}${line('next', 'do-b', 'b', 'more')}${flow('more', 'merge', 'not(aDone and bDone)')}`)
  const facts = { aDone: false, bDone: false }
  const first = [message('b'), complete('b', { bDone: true })]
  assert.deepEqual([tasks(walk(process, [message('b')], facts)), waits(walk(process, first, facts))], ['b', 'do-a do-b'])
  assert.equal(walk(process, [...first, message('a'), complete('a', { aDone: true })], facts).ended, true)
  assert.deepEqual((await problemsOf(read(way('<adHocSubProcess id="any"/>', 'any')))).map(({ element }) => element), ['any'])
})

test('18 Milestone: a task can be done only while the case is at a place, and no more when it has left it', async () => {
  const process = await read(way(`${wayIn('open', `${user('wait')}${eventSub('withdraw', on.message('withdraw'), true)}`, 'wait')}${user('decide')}`, 'open', 'decide'))
  assert.equal(tasks(walk(process, [message('withdraw')])), 'wait withdraw-task')
  assert.deepEqual(refusalOf(process, walk(process, done('wait')).state, message('withdraw')), { kind: 'NoSuchMessage', name: 'withdraw' })
})

test('19 Cancel activity: a task is taken away before it is done', async () => {
  const process = await read(way(`${ab}${edge('stop', 'a', on.message('stop'))}${flow('stop', 'b')}`, 'a', 'b'))
  assert.equal(tasks(walk(process, [message('stop')])), 'b')
  assert.deepEqual(refusalOf(process, walk(process, [message('stop')]).state, complete('a')), { kind: 'NotWaiting', element: 'a' })
})

test('20 Cancel case: the whole case is ended, whatever it was doing', async () => {
  const process = await read(`${start}${gateway('parallel', 'fork')}${user('a')}${wayIn('visit', user('b'), 'b')}${end('e')}${line('s', 'fork', 'a', 'e')}${line('fork', 'visit', 'e')}
    <subProcess id="cancel" triggeredByEvent="true"><startEvent id="cancelled">${on.message('cancel')}</startEvent>${thrown('told', on.message('cancelled'))}${end('over')}${line('cancelled', 'told', 'over')}</subProcess>`)
  const over = walk(process, [message('cancel')])
  assert.deepEqual([over.ended, over.state.open], [true, undefined])
})
