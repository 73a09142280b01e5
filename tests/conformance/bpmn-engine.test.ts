import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { noDecisions } from '../../src/process/sample-process.ts'
import { complete, made, message, tell, walk } from '../../src/process/sample-walk.ts'
import { readProcess } from '../../src/process/bpmn/read-process.ts'
import type { Waiting } from '../../src/process/run/state.ts'
import { anyBlock, write } from './blocks.ts'
import { beginTheirs, type Facts } from './their-case.ts'

const runs = Number(process.env['SATU_PINTU_MODELS'] ?? 1000)
const mostEvents = 20

type Task = Extract<Waiting, { kind: 'user' }>

test(`${runs} processes made at random wait for the same tasks as in bpmn-engine after every event`, async () => {
  let steps = 0
  await fc.assert(
    fc.asyncProperty(anyBlock, fc.infiniteStream(fc.nat({ max: 1000 })), async (block, numbers) => {
      const next = () => numbers.next().value as number
      const { xml, facts: names } = write(block)
      let facts: Facts = {}
      const learn = () => (facts = Object.fromEntries(names.map((name) => [name, next() % 3 === 0])))
      learn()
      const told: string[] = []
      const noted = new Set<string>()
      const ours = await readProcess(xml, { decisions: noDecisions })
      // Difference 2: their join takes a way that was passed over for a token that came.
      const theirs = await beginTheirs(write(block, true).xml, () => facts)
      let step = walk(ours, [], facts)
      for (let event = 0; ; event++, steps++) {
        const tasks = step.waiting.filter((each): each is Task => each.kind === 'user')
        const said = `After ${told.join(', ')} in ${xml}`
        assert.deepEqual([tasks.map(({ element }) => element).sort(), step.ended], [theirs.tasks(), theirs.ended()], said)
        if (step.ended || event === mostEvents) return
        learn()
        // Difference 1: their event that ends nothing comes once for each time that its task runs.
        const open = step.waiting.filter(({ element }) => !noted.has(element))
        const picked = open[next() % open.length]!
        if (picked.element.endsWith('-note')) noted.add(picked.element)
        else noted.delete(`${picked.element}-note`)
        told.push(`${picked.element} ${JSON.stringify(facts)}`)
        if (picked.kind === 'message') {
          theirs.send(picked.name)
          step = made(tell(ours, step.state, message(picked.name), facts))
        } else {
          theirs.complete(picked.element, tasks.filter(({ element }) => element === picked.element).indexOf(picked as Task))
          step = made(tell(ours, step.state, complete(picked.element, undefined, picked.instance), facts))
        }
      }
    }),
    { numRuns: runs },
  )
  assert.ok(steps > runs, `Only ${steps} events were told.`)
})
