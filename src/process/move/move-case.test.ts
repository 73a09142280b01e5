import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { advance, begin } from '../run/advance.ts'
import { made } from '../sample-walk.ts'
import { waiting } from '../run/waiting.ts'
import { flow, line, read, timer, user } from '../sample-process.ts'
import { moveCase, planMoves } from './move-case.ts'

const ends = '<startEvent id="s"/><endEvent id="e"/>'
const older = await read(`${ends}${user('check')}${user('sign')}${line('s', 'check', 'sign', 'e')}`)

test('A case moves by itself when the task it stands at is still there, whatever was drawn around it', async () => {
  const newer = await read(`${ends}${user('check')}${user('visit')}${user('sign')}${line('s', 'check', 'visit', 'sign', 'e')}`)
  const { state } = made(begin(older, {}))
  const moved = moveCase({ from: older, to: newer }, state)
  assert.ok(moved.kind === 'moves')
  assert.deepEqual(made(advance(newer, moved.state, { kind: 'complete', element: 'check' }, {})).waiting.map(({ element }) => element), ['visit'])
})

test('A task under a new name needs a mapping, and moves with one', async () => {
  const newer = await read(`${ends}${user('examine')}${user('sign')}${line('s', 'examine', 'sign', 'e')}`)
  const { state } = made(begin(older, {}))
  assert.deepEqual(moveCase({ from: older, to: newer }, state), { kind: 'needs-mapping', elements: ['check'] })
  const moved = moveCase({ from: older, to: newer, renamed: { check: 'examine' } }, state)
  assert.ok(moved.kind === 'moves')
  assert.deepEqual(moved.state, { at: { examine: 1 }, vars: {} })
})

test('A case whose task became something else stays with the older model', async () => {
  const newer = await read(`${ends}<serviceTask id="check"/>${user('sign')}${line('s', 'check', 'sign', 'e')}`)
  assert.deepEqual(moveCase({ from: older, to: newer }, made(begin(older, {})).state), { kind: 'stays', reasons: [{ element: 'check', why: 'it is now service, not user' }] })
})

test('A timer that runs keeps its date, a new one is started, one that is gone is stopped', async () => {
  const edge = (id: string, due: string) => `<boundaryEvent id="${id}" attachedToRef="check" cancelActivity="false">${timer(due)}</boundaryEvent>${flow(id, 'e')}`
  const before = await read(`${ends}${user('check')}${line('s', 'check', 'e')}${edge('remind', '2026-01-05T02:00:00Z')}${edge('old', '2026-01-07T02:00:00Z')}`)
  const after = await read(`${ends}${user('check')}${line('s', 'check', 'e')}${edge('remind', '2026-02-05T02:00:00Z')}${edge('warn', '=warnAt')}`)
  const moved = moveCase({ from: before, to: after, context: { warnAt: '2026-01-06T02:00:00Z' } }, made(begin(before, {})).state)
  assert.ok(moved.kind === 'moves')
  assert.deepEqual(moved.state.timers, { remind: '2026-01-05T02:00:00Z', warn: '2026-01-06T02:00:00Z' })
  assert.deepEqual([moved.started, moved.stopped], [['warn'], ['old']])
})

test('A token that waits at a gateway for others needs the flow it came by', async () => {
  const both = (a: string) => `${ends}<parallelGateway id="p"/><parallelGateway id="j"/>${user('a')}${user('b')}${flow('s', 'p')}${flow('p', 'a')}${flow('p', 'b')}${flow('a', 'j', undefined, a)}${flow('b', 'j')}${flow('j', 'e')}`
  const [from, to] = [await read(both('a-j')), await read(both('a-to-j'))]
  const { state } = made(advance(from, made(begin(from, {})).state, { kind: 'complete', element: 'a' }, {}))
  assert.equal(moveCase({ from, to }, state).kind, 'stays')
  const moved = moveCase({ from, to, renamed: { 'a-j': 'a-to-j' } }, state)
  assert.ok(moved.kind === 'moves')
  assert.equal(made(advance(to, moved.state, { kind: 'complete', element: 'b' }, {})).ended, true)
})

test('What is open moves with its paths', async () => {
  const model = (sub: string, task: string) => `${ends}<subProcess id="${sub}"><startEvent id="is"/>${user(task)}<endEvent id="ie"/>${line('is', task, 'ie')}</subProcess>${line('s', sub, 'e')}`
  const [from, to] = [await read(model('visit', 'look')), await read(model('inspection', 'view'))]
  const moved = moveCase({ from, to, renamed: { visit: 'inspection', look: 'view' } }, made(begin(from, {})).state)
  assert.ok(moved.kind === 'moves')
  assert.deepEqual(Object.keys(moved.state.open ?? {}), ['inspection:1'])
  assert.equal(made(advance(to, moved.state, { kind: 'complete', element: 'view' }, {})).ended, true)
})

test('A dry run says of each case what would become of it and changes none', async () => {
  const newer = await read(`${ends}${user('check')}${user('approve')}${line('s', 'check', 'approve', 'e')}`)
  const first = made(begin(older, {})).state
  const second = made(advance(older, first, { kind: 'complete', element: 'check' }, {})).state
  const frozen = JSON.stringify([first, second])
  const plan = planMoves({ from: older, to: newer }, [{ id: 'A', state: first }, { id: 'B', state: second }])
  assert.deepEqual(plan.counts, { moves: 1, 'needs-mapping': 1, stays: 0 })
  assert.deepEqual(plan.cases.map(({ id, fate }) => `${id} ${fate.kind}`), ['A moves', 'B needs-mapping'])
  assert.equal(JSON.stringify([first, second]), frozen)
})

test('Moving to the very same model changes nothing that a case waits for', async () => {
  const model = await read(`${ends}<parallelGateway id="p"/><parallelGateway id="j"/>${['a', 'b', 'c'].map((id) => `${user(id)}${flow('p', id)}${flow(id, 'j')}`).join('')}${flow('s', 'p')}${flow('j', 'e')}`)
  fc.assert(
    fc.property(fc.shuffledSubarray(['a', 'b', 'c']), (tasks) => {
      let { state } = made(begin(model, {}))
      for (const element of tasks) state = made(advance(model, state, { kind: 'complete', element }, {})).state
      const moved = moveCase({ from: model, to: model }, state)
      assert.ok(moved.kind === 'moves')
      assert.deepEqual(waiting(model, moved.state), waiting(model, state))
    }),
  )
})
