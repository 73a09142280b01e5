import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Process } from '../../src/process/bpmn/model.ts'
import { readProcess } from '../../src/process/bpmn/read-process.ts'
import type { ProcessEvent, ProcessFact, ProcessState, Step, Waiting } from '../../src/process/run/state.ts'
import { noDecisions } from '../../src/process/sample-process.ts'
import { made, tell, walk } from '../../src/process/sample-walk.ts'
import { anyBlock, write } from './blocks.ts'

const runs = Number(process.env['SATU_PINTU_TOKENS'] ?? 200)
type Made = Extract<Step, { ok: true }>

/** A ledger of tokens at tasks: in when entered, out when left or taken away. Kept from the facts alone. */
function book(ledger: Map<string, number>, facts: readonly ProcessFact[], process: Process): void {
  for (const { kind, element, instance } of facts) {
    const node = process.nodes.get(element)
    if (node?.does.kind !== 'user' || node.repeat || !['entered', 'left', 'cancelled'].includes(kind)) continue
    const place = `${instance ?? ''}/${element}`
    ledger.set(place, (ledger.get(place) ?? 0) + (kind === 'entered' ? 1 : -1))
  }
}

/** The tokens at tasks, as the state has them. */
function standing(process: Process, state: ProcessState): Readonly<Record<string, number>> {
  const scopes = [['', state] as const, ...Object.entries(state.open ?? {})]
  const all = scopes.flatMap(([path, { at }]) => Object.entries(at).map(([element, tokens]) => ({ path, node: process.nodes.get(element), tokens })))
  return Object.fromEntries(all.flatMap(({ path, node, tokens }) => (node?.does.kind === 'user' && !node.repeat ? [[`${path}/${node.id}`, tokens]] : [])))
}

const eventFor = (waits: Waiting): ProcessEvent =>
  waits.kind === 'message' ? { kind: 'message', name: waits.name, ...(waits.instance ? { instance: waits.instance } : {}) } : { kind: 'complete', element: waits.element, ...(waits.instance ? { instance: waits.instance } : {}) }

const isFor = (event: ProcessEvent) => (waits: Waiting) => {
  const expected = eventFor(waits)
  return JSON.stringify(expected) === JSON.stringify(event)
}

const foreign: readonly ProcessEvent[] = [
  { kind: 'complete', element: 'start' }, { kind: 'complete', element: 'n1-end' }, { kind: 'complete', element: 'nowhere', instance: 'n1:1' }, { kind: 'message', name: 'nobody' },
  { kind: 'signal', name: 'nobody' }, { kind: 'timer', element: 'n1' }, { kind: 'error', element: 'start', code: 'x' }, { kind: 'escalation', element: 'n1-end', code: 'x' },
]

test('No token is lost or doubled, whatever is told, in whatever order, twice or too late', async () => {
  await fc.assert(
    fc.asyncProperty(anyBlock, fc.infiniteStream(fc.nat({ max: 1000 })), async (block, numbers) => {
      const next = () => numbers.next().value as number
      const { xml, facts: names } = write(block)
      const process = await readProcess(xml, { decisions: noDecisions })
      const told: ProcessEvent[] = []
      const ledger = new Map<string, number>()
      let step: Made = walk(process, [], {})
      const check = () => {
        book(ledger, step.happened, process)
        assert.deepEqual(Object.fromEntries([...ledger].filter(([, tokens]) => tokens !== 0)), standing(process, step.state))
        assert.equal(step.ended, step.waiting.length === 0)
      }
      check()
      for (let event = 0; !step.ended; event++) {
        for (const strange of [foreign[next() % foreign.length]!, told[next() % (told.length || 1)]])
          if (strange && !step.waiting.some(isFor(strange))) assert.equal(tell(process, step.state, strange).ok, false, `${JSON.stringify(strange)} was taken.`)
        // At first anything; then what is waited for is done, and no loop goes on, so that the case must come to its end.
        const random = event < 20
        const waits = random ? step.waiting[next() % step.waiting.length]! : (step.waiting.find(({ kind }) => kind === 'user') ?? step.waiting[0]!)
        const facts = Object.fromEntries(names.map((name) => [name, random && next() % 3 === 0]))
        told.push(eventFor(waits))
        step = made(tell(process, step.state, told.at(-1)!, facts))
        check()
        assert.ok(event < 200, 'It does not come to its end.')
      }
      const { at, vars, made: numbered, ...rest } = step.state
      assert.deepEqual([at, vars, rest], [{}, {}, {}])
      assert.equal(typeof (numbered ?? 0), 'number')
      for (const late of told) assert.equal(tell(process, step.state, late).ok, false)
    }),
    { numRuns: runs },
  )
})
