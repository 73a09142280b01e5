/**
 * Calls of `begin` and `advance` a second on one core: whole walks of izin-penelitian's process, once with our step function
 * and once with bpmn-engine, on the same model, told the same things, in the same run. A walk is five calls: it begins, is
 * checked, signed, numbered and delivered. Both must come to the same elements, and to the end. The yardstick gets its
 * model read beforehand, as ours does, and services that answer at once. `advanceAlone` leaves out our `begin`, which asks
 * the decision table: calls of `advance` a second from a case that has begun.
 */
import { EventEmitter } from 'node:events'
import { readFile } from 'node:fs/promises'
import { BpmnModdle } from 'bpmn-moddle'
import { Engine } from 'bpmn-engine'
import * as elements from 'bpmn-elements'
import serialize, { TypeResolver } from 'moddle-context-serializer'
import { advance, begin, readDecisions, readProcess, type ProcessEvent, type Step } from '../src/process/index.ts'

type Figure = { readonly name: string; readonly ours: number; readonly yardstick: number; readonly ratio: number; readonly unit: string; readonly advanceAlone: number }

const folder = new URL('../', import.meta.url)
// A permit whose model reminds by timers of its own: there is more to do in each step.
const models = ['src/process/sample-permit.bpmn', 'services/izin-penelitian/decisions.dmn']
const context = { cities: ['3171'], remindOfficerAt: '2126-01-05T09:00:00+07:00', remindHeadAt: '2126-01-06T09:00:00+07:00' }
const outcomes: Readonly<Record<string, string>> = { check: 'approve', sign: 'sign' }

/** Measures both for `seconds` each, in turns. */
export async function measureAdvance(seconds = 4): Promise<Figure> {
  const [xml, dmn] = await Promise.all(models.map((name) => readFile(new URL(name, folder), 'utf8')))
  const [{ whole: ours, begun }, theirs] = [await ourWalk(xml!, dmn!), await theirWalk(xml!)]
  const [here, there] = [await ours(), await theirs()]
  if (here !== there) throw new Error(`Our walk came to ${here} elements, theirs to ${there}.`)
  // Both are warm before the clock runs, and take turns so that a busy machine hurts both.
  await callsPerSecond(ours, 0.5)
  await callsPerSecond(begun, 0.5, calls - 1)
  await callsPerSecond(theirs, 0.5)
  const turns: { readonly ours: number; readonly yardstick: number; readonly alone: number }[] = []
  for (let turn = 0; turn < 4; turn++)
    turns.push({ ours: await callsPerSecond(ours, seconds / 4), yardstick: await callsPerSecond(theirs, seconds / 4), alone: await callsPerSecond(begun, seconds / 4, calls - 1) })
  const [ourRate, theirRate] = [median(turns.map((turn) => turn.ours)), median(turns.map((turn) => turn.yardstick))]
  return { name: 'advance', ours: Math.round(ourRate), yardstick: Math.round(theirRate), ratio: Math.round((ourRate / theirRate) * 10) / 10, unit: 'calls/s', advanceAlone: Math.round(median(turns.map((turn) => turn.alone))) }
}

/** A whole walk; gives how many elements the case came to. */
type Walk = () => number | Promise<number>

const calls = 5

async function ourWalk(xml: string, dmn: string): Promise<{ readonly whole: () => number; readonly begun: () => number }> {
  const process = await readProcess(xml, { decisions: await readDecisions(dmn) })
  const events: readonly ProcessEvent[] = ['check', 'sign', 'issue', 'deliver'].map((element) => ({
    kind: 'complete',
    element,
    ...(outcomes[element] ? { variables: { outcome: outcomes[element] } } : {}),
  }))
  const walkFrom = (first: Taken) => {
    let step = first
    let steps = entered(step)
    for (const event of events) {
      step = taken(advance(process, step.state, event, context))
      steps += entered(step)
    }
    if (!step.ended) throw new Error('Our walk did not come to its end.')
    return steps
  }
  const first = taken(begin(process, context))
  return { whole: () => walkFrom(taken(begin(process, context))), begun: () => walkFrom(first) }
}

type Taken = Extract<Step, { ok: true }>

function taken(step: Step): Taken {
  if (!step.ok) throw new Error(`Our walk was refused: ${JSON.stringify(step.refusal)}`)
  return step
}

function entered(step: Taken): number {
  let count = 0
  for (const fact of step.happened) if (fact.kind === 'entered') count++
  return count
}

async function theirWalk(xml: string): Promise<Walk> {
  const { rootElement, ...rest } = await new BpmnModdle().fromXML(asTheyWriteIt(xml), 'bpmn:Definitions')
  const sourceContext = serialize({ rootElement, ...rest }, TypeResolver(elements))
  const route = (_: unknown, next: (error: null, value: unknown) => void) =>
    next(null, new Set(context.cities).size >= 2 ? { level: 'province', unit: '31' } : { level: 'city', unit: context.cities[0] })
  const work = (_: unknown, next: (error: null) => void) => next(null)
  return async () => {
    let steps = 0
    const variables: Record<string, unknown> = { ...context }
    const listener = new EventEmitter()
    listener.on('activity.enter', ({ id }: { id: string }) => {
      // A reminder is entered together with the task that it stands on; no token comes to it.
      if (!id.startsWith('remind-')) steps++
    })
    listener.on('activity.wait', (task: { id: string; type: string; signal: () => void }) => {
      if (!outcomes[task.id]) return
      variables['outcome'] = outcomes[task.id]
      task.signal()
    })
    const services = { route, work, outcomeIs: (wanted: string) => variables['outcome'] === wanted }
    const engine = new Engine({ name: 'walk', sourceContext })
    const end = engine.waitFor('end')
    await engine.execute({ listener, variables, services })
    await end
    return steps
  }
}

/** The same model, with calls and conditions as bpmn-engine wants them written. */
function asTheyWriteIt(xml: string): string {
  return xml
    .replace('<bpmn:businessRuleTask id="route"', '$& implementation="${environment.services.route}"')
    .replace(/<bpmn:serviceTask /g, '$&implementation="${environment.services.work}" ')
    .replace(/=outcome = "([\w-]+)"/g, '$${environment.services.outcomeIs("$1")}')
    .replace(/=(remind\w+At)</g, '$${environment.variables.$1}<')
}

/** A walk that answers at once is walked a hundred times between two looks at the clock. */
async function callsPerSecond(walk: Walk, seconds: number, each = calls): Promise<number> {
  const began = performance.now()
  const until = began + seconds * 1000
  let walks = 0
  while (performance.now() < until) {
    const made = walk()
    walks++
    if (typeof made !== 'number') await made
    else for (let more = 1; more < 100; more++, walks++) walk()
  }
  return (walks * each * 1000) / (performance.now() - began)
}

const median = (figures: readonly number[]) => figures.toSorted((a, b) => a - b)[figures.length >> 1] ?? 0

if (import.meta.main) console.log(JSON.stringify(await measureAdvance()))
