import assert from 'node:assert/strict'
import { test } from 'node:test'
import { flow, line, read, user } from '../sample-process.ts'
import { made } from '../sample-walk.ts'
import { advance, begin } from './advance.ts'

test('A condition that would never be answered is refused by the flow that it stands on, and the case stays where it was', async () => {
  const process = await read(
    `<startEvent id="s"/>${user('a')}<exclusiveGateway id="x" default="x-e"/>${user('b')}<endEvent id="e"/>${line('s', 'a', 'x', 'e')}${flow('x', 'b', '=count(for i in 1..100000000 return i * i) = 1')}${flow('b', 'e')}`,
  )
  const { state } = made(begin(process, {}))
  const before = JSON.stringify(state)
  assert.deepEqual(advance(process, state, { kind: 'complete', element: 'a' }, {}), { ok: false, refusal: { kind: 'ExpressionFailed', element: 'x-b', reason: 'TooMuchWork' } })
  assert.equal(JSON.stringify(state), before)
})
