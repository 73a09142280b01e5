import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caught, edge, end, eventSub, line, on, read, user, way } from '../sample-process.ts'
import { complete, fired, refusalOf, tasks, walk } from '../sample-walk.ts'

test('A reminder every hour, three times, comes three times and no more', async () => {
  const process = await read(way(`${user('work')}${edge('tick', 'work', on.cycle('R3/PT1H'), true)}${user('look')}${end('e2')}${line('tick', 'look', 'e2')}`, 'work'))
  const tick = fired('tick')
  assert.deepEqual([[], [tick], [tick, tick]].map((events) => walk(process, events).state.timers?.['tick']), ['R3/PT1H', 'R3/PT1H', 'R3/PT1H'])
  assert.deepEqual([[], [tick], [tick, tick]].map((events) => walk(process, events).state.fired?.['tick']), [undefined, 1, 2])
  const all = walk(process, [tick, tick, tick])
  assert.deepEqual(all.state, { at: { work: 1, look: 3 }, vars: {} })
  assert.deepEqual(refusalOf(process, all.state, tick), { kind: 'NotWaiting', element: 'tick' })
})

test('A timer that repeats for ever does so until its task is done', async () => {
  const process = await read(way(`${user('work')}${edge('tick', 'work', on.cycle('R/P1D'), true)}${end('e2')}${line('tick', 'e2')}`, 'work'))
  const week = Array.from({ length: 7 }, () => fired('tick'))
  assert.equal(walk(process, week).state.timers?.['tick'], 'R/P1D')
  assert.equal(walk(process, [...week, complete('work')]).ended, true)
})

test('A timer that repeats and interrupts comes once', async () => {
  const process = await read(way(`${user('work')}${edge('tick', 'work', on.cycle('R3/PT1H'))}${end('e2')}${line('tick', 'e2')}`, 'work'))
  assert.equal(walk(process, [fired('tick')]).ended, true)
  const pause = await read(way(caught('pause', on.cycle('R3/PT1H')), 'pause'))
  assert.equal(walk(pause, [fired('pause')]).ended, true)
})

test('An event subprocess by the clock starts as often as its timer comes, as long as the case runs', async () => {
  const process = await read(way(`${user('work')}${eventSub('tick', on.cycle('R2/P1D'), true)}`, 'work'))
  assert.equal(tasks(walk(process, [fired('tick-start'), fired('tick-start')])), 'work tick-task tick-task')
  assert.deepEqual(refusalOf(process, walk(process, [complete('work')]).state, fired('tick-start')), { kind: 'NotWaiting', element: 'tick-start' })
})

test('A timer in working time says so, and what it is for', async () => {
  const properties = '<extensionElements><zeebe:properties><zeebe:property name="calendar" value="working"/></zeebe:properties></extensionElements>'
  const process = await read(way(`${user('work')}<boundaryEvent id="late" attachedToRef="work">${properties}${on.timer('P5D')}</boundaryEvent>${end('e2')}${line('late', 'e2')}`, 'work'))
  assert.deepEqual(walk(process, []).waiting[1], { kind: 'timer', element: 'late', due: 'P5D', dueKind: 'duration', basis: 'working', interrupting: true, properties: { calendar: 'working' } })
})
