import assert from 'node:assert/strict'
import { test } from 'node:test'
import { edge, end, eventSub, flow, gateway, inside, line, on, problemsOf, read, thrown, user, way, wayIn } from '../sample-process.ts'
import { complete, failed, happened, tasks, waits, walk } from '../sample-walk.ts'

/** A task and the task that undoes it. */
const undone = (id: string, marker = '') =>
  `<userTask id="${id}">${marker}</userTask>${edge(`${id}-edge`, id, on.undo())}<userTask id="un-${id}" isForCompensation="true"/><association id="${id}-way" sourceRef="${id}-edge" targetRef="un-${id}" associationDirection="One"/>`
const done = (...ids: readonly string[]) => ids.map((id) => complete(id))

test('What was done is undone the last first, each after the one before', async () => {
  const process = await read(way(`${undone('book')}${undone('pay')}${user('ask')}${thrown('undo', on.undo())}${user('last')}`, 'book', 'pay', 'ask', 'undo', 'last'))
  const asked = walk(process, done('book', 'pay', 'ask'))
  assert.equal(tasks(asked), 'un-pay')
  assert.deepEqual(walk(process, done('book', 'pay')).state.done, [{ of: 'book' }, { of: 'pay' }])
  assert.equal(tasks(walk(process, done('book', 'pay', 'ask', 'un-pay'))), 'un-book')
  const over = walk(process, done('book', 'pay', 'ask', 'un-pay', 'un-book'))
  assert.deepEqual([tasks(over), happened(over, 'undone'), over.state.done], ['last', 'undo', undefined])
})

test('What was not done is not undone, and what was undone once is not undone again', async () => {
  const process = await read(way(`${undone('book')}${gateway('exclusive', 'again', 'again-undo')}${thrown('undo', on.undo())}${user('last')}${flow('last', 'more')}${gateway('exclusive', 'more', 'more-e')}${flow('more', 'again', 'more')}`, 'book', 'again', 'undo', 'last').replace(flow('last', 'e'), flow('more', 'e')))
  assert.equal(tasks(walk(process, [...done('book', 'un-book'), complete('last', { more: true })])), 'last')
})

test('One activity is undone where the event names it', async () => {
  const process = await read(way(`${undone('book')}${undone('pay')}${thrown('undo', on.undo('activityRef="book"'))}${user('last')}`, 'book', 'pay', 'undo', 'last'))
  assert.equal(tasks(walk(process, done('book', 'pay'))), 'un-book')
  const over = walk(process, done('book', 'pay', 'un-book'))
  assert.deepEqual([tasks(over), over.state.done], ['last', [{ of: 'pay' }]])
})

test('An end event undoes and then ends its way', async () => {
  const process = await read(`<startEvent id="s"/>${undone('book')}${end('e', on.undo())}${line('s', 'book', 'e')}`)
  assert.deepEqual([tasks(walk(process, done('book'))), walk(process, done('book')).ended], ['un-book', false])
  const over = walk(process, done('book', 'un-book'))
  assert.deepEqual([over.ended, happened(over, 'ended')], [true, 'e'])
})

test('An event that does not wait for the undoing goes on beside it', async () => {
  const process = await read(way(`${undone('book')}${thrown('undo', on.undo('waitForCompletion="false"'))}${user('last')}`, 'book', 'undo', 'last'))
  assert.equal(waits(walk(process, done('book'))), 'last un-book')
  assert.equal(walk(process, done('book', 'last')).ended, false)
  assert.equal(walk(process, done('book', 'last', 'un-book')).ended, true)
  assert.equal(tasks(walk(process, done('book', 'un-book'))), 'last')
})

test('A visit that was completed is undone by undoing what was done in it', async () => {
  const process = await read(way(`${wayIn('visit', undone('book') + undone('pay'), 'book', 'pay')}${thrown('undo', on.undo())}${user('last')}`, 'visit', 'undo', 'last'))
  assert.equal(tasks(walk(process, done('book', 'pay'))), 'un-pay')
  assert.equal(tasks(walk(process, done('book', 'pay', 'un-pay'))), 'un-book')
  assert.equal(tasks(walk(process, done('book', 'pay', 'un-pay', 'un-book'))), 'last')
})

test('A visit that says how it is undone is undone in that way, which may undo parts of it', async () => {
  const own = (task: string) => way(`${wayIn('visit', undone('book') + eventSub('back', on.undo(), false, task), 'book')}${thrown('undo', on.undo())}${user('last')}`, 'visit', 'undo', 'last')
  const plain = await read(own(user('back-task')))
  assert.equal(tasks(walk(plain, done('book'))), 'back-task')
  assert.equal(tasks(walk(plain, done('book', 'back-task'))), 'last')
  const parts = await read(own(thrown('back-task', on.undo('activityRef="book"'))))
  assert.equal(tasks(walk(parts, done('book'))), 'un-book')
  assert.equal(tasks(walk(parts, done('book', 'un-book'))), 'last')
})

test('A visit within a visit is undone through both', async () => {
  const process = await read(way(`${wayIn('outer', wayIn('inner', undone('book'), 'book') + undone('pay'), 'inner', 'pay')}${thrown('undo', on.undo('activityRef="outer"'))}${user('last')}`, 'outer', 'undo', 'last'))
  assert.equal(tasks(walk(process, done('book', 'pay', 'un-pay'))), 'un-book')
  assert.equal(tasks(walk(process, done('book', 'pay', 'un-pay', 'un-book'))), 'last')
})

test('An event subprocess that takes over undoes what its parent did', async () => {
  const process = await read(way(`${undone('book')}<serviceTask id="ask"/>${eventSub('mend', on.error('down'), false, thrown('mend-task', on.undo()))}`, 'book', 'ask'))
  const down = walk(process, [...done('book'), failed('ask', 'down')])
  assert.equal(tasks(down), 'un-book')
  assert.equal(walk(process, [...done('book'), failed('ask', 'down'), ...done('un-book')]).ended, true)
})

test('Each turn of a repeated visit is undone, the last one first', async () => {
  const repeat = '<multiInstanceLoopCharacteristics isSequential="true"><loopCardinality xsi:type="tFormalExpression">2</loopCardinality></multiInstanceLoopCharacteristics>'
  const process = await read(way(`${inside('visit', undone('book') + repeat)}${thrown('undo', on.undo())}${user('last')}`, 'visit', 'undo', 'last'))
  assert.equal(tasks(walk(process, done('book', 'book'))), 'un-book')
  assert.equal(tasks(walk(process, done('book', 'book', 'un-book'))), 'un-book')
  assert.equal(tasks(walk(process, done('book', 'book', 'un-book', 'un-book'))), 'last')
})

test('An event may undo what stands beside it, not what stands elsewhere or can not be undone', async () => {
  const refused = async (elements: string) => (await problemsOf(read(elements))).map(({ element }) => element)
  assert.deepEqual(await refused(way(`${user('book')}${thrown('undo', on.undo('activityRef="book"'))}`, 'book', 'undo')), ['undo'])
  assert.deepEqual(await refused(way(`${undone('book')}${wayIn('visit', thrown('undo', on.undo('activityRef="book"')), 'undo')}`, 'book', 'visit')), ['undo'])
})
