import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bpmn, flow, noDecisions, timer, user } from '../sample-process.ts'
import { made, stored } from '../sample-walk.ts'
import { readProcess } from '../bpmn/read-process.ts'
import { advance, begin } from './advance.ts'
import type { ProcessEvent, ProcessState } from './state.ts'

/** A piece of a process with one way in and one way out. */
type Block =
  | { readonly kind: 'task' }
  | { readonly kind: 'sequence' | 'exclusive' | 'parallel'; readonly blocks: readonly Block[] }

const { block } = fc.letrec<{ block: Block }>((tie) => ({
  block: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant<Block>({ kind: 'task' }),
    fc.record({ kind: fc.constantFrom('sequence' as const, 'exclusive' as const, 'parallel' as const), blocks: fc.array(tie('block'), { minLength: 1, maxLength: 3 }) }),
  ),
}))

/** Writes a block as BPMN, and counts how many tasks lie on it at least and at most. */
function write(whole: Block): { readonly elements: string; readonly least: number; readonly most: number } {
  let count = 0
  const parts: string[] = []
  const put = (id: string, element: string) => (parts.push(element), id)
  const draw = (block: Block): { first: string; last: string; least: number; most: number } => {
    const id = `n${++count}`
    if (block.kind === 'task') {
      put(id, user(id) + `<boundaryEvent id="${id}-late" attachedToRef="${id}" cancelActivity="false">${timer('=due')}</boundaryEvent><endEvent id="${id}-noted"/>${flow(`${id}-late`, `${id}-noted`)}`)
      return { first: id, last: id, least: 1, most: 1 }
    }
    const inner = block.blocks.map(draw)
    const sum = (of: 'least' | 'most') => inner.reduce((total, each) => total + each[of], 0)
    if (block.kind === 'sequence') {
      inner.slice(1).forEach((next, index) => parts.push(flow(inner[index]!.last, next.first)))
      return { first: inner[0]!.first, last: inner.at(-1)!.last, least: sum('least'), most: sum('most') }
    }
    const gateway = block.kind === 'parallel' ? 'parallelGateway' : 'exclusiveGateway'
    put(id, `<${gateway} id="${id}"${block.kind === 'exclusive' ? ` default="${id}-${inner[0]!.first}"` : ''}/><${gateway} id="${id}-end"/>`)
    inner.forEach((each, index) => {
      parts.push(flow(id, each.first, block.kind === 'exclusive' && index > 0 ? `=choice = ${index}` : undefined), flow(each.last, `${id}-end`))
    })
    const parallel = block.kind === 'parallel'
    return {
      first: id,
      last: `${id}-end`,
      least: parallel ? sum('least') : Math.min(...inner.map((each) => each.least)),
      most: parallel ? sum('most') : Math.max(...inner.map((each) => each.most)),
    }
  }
  const { first, last, least, most } = draw(whole)
  return { elements: `<startEvent id="start"/><endEvent id="end"/>${flow('start', first)}${parts.join('')}${flow(last, 'end')}`, least, most }
}

const context = { due: '2026-01-05T02:00:00Z' }

test('A process made of blocks ends when its tasks are done, whatever the order, the choices and the reminders', async () => {
  await fc.assert(
    fc.asyncProperty(block, fc.infiniteStream(fc.nat()), async (whole, choices) => {
      const { elements, least, most } = write(whole)
      const process = await readProcess(bpmn(elements), { decisions: noDecisions })
      const next = () => choices.next().value as number
      let step = made(begin(process, { ...context, choice: next() % 3 }))
      let done = 0
      for (let events = 0; !step.ended; events++) {
        assert.ok(events <= 2 * most, 'The process does not come to its end.')
        assert.ok(step.waiting.length > 0, 'The process waits for nothing and has not ended.')
        const picked = step.waiting[next() % step.waiting.length]!
        const event: ProcessEvent = picked.kind === 'timer' ? { kind: 'timer', element: picked.element } : { kind: 'complete', element: picked.element }
        if (event.kind === 'complete') done++
        step = made(advance(process, stored(step.state), event, { ...context, choice: next() % 3 }))
      }
      assert.ok(done >= least && done <= most, `${done} tasks were done, of ${least} to ${most}.`)
      assert.deepEqual(step.state, { at: {}, vars: {} })
      assert.equal(JSON.stringify(step.state).length < 100, true)
    }),
    { numRuns: 150 },
  )
})

const anyEvent = fc.oneof(
  fc.record({ kind: fc.constant('complete' as const), element: fc.constantFrom('n1', 'n2', 'n3', 'start', 'end', 'n1-late', '__proto__', ''), variables: fc.dictionary(fc.string(), fc.jsonValue()) }),
  fc.record({ kind: fc.constant('message' as const), name: fc.string() }),
  fc.record({ kind: fc.constant('timer' as const), element: fc.constantFrom('n1', 'n2-late', 'n3-late', 'end') }),
)

test('Any event at all makes the same step twice, changes nothing that came in, and leaves plain JSON', async () => {
  await fc.assert(
    fc.asyncProperty(block, fc.array(anyEvent, { maxLength: 6 }), async (whole, events) => {
      const process = await readProcess(bpmn(write(whole).elements), { decisions: noDecisions })
      let state: ProcessState = made(begin(process, context)).state
      for (const event of events) {
        const before = JSON.stringify(state)
        const [once, again] = [advance(process, state, event, context), advance(process, stored(state), event, context)]
        assert.deepEqual(again, once)
        assert.equal(JSON.stringify(state), before)
        if (!once.ok) continue
        state = once.state
        assert.deepEqual(JSON.parse(JSON.stringify(state)), state)
      }
    }),
    { numRuns: 150 },
  )
})
