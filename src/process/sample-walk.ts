import assert from 'node:assert/strict'
import type { Process } from './bpmn/model.ts'
import { advance, begin } from './run/advance.ts'
import { waiting } from './run/waiting.ts'
import type { ProcessEvent, ProcessFact, ProcessRefusal, ProcessState, Step, Variables } from './run/state.ts'

type Made = Extract<Step, { ok: true }>
type Facts = Readonly<Record<string, unknown>>

/** The step that was made. Fails where it was refused. */
export function made(step: Step): Made {
  if (!step.ok) throw new Error(`The step was refused: ${JSON.stringify(step.refusal)}`)
  return step
}

/** A state as a database gives it back: read from text, its keys in another order. */
export function stored(state: ProcessState): ProcessState {
  return JSON.parse(JSON.stringify(state), (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).toReversed()) : value,
  ) as ProcessState
}

export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze)
  return value
}

/** Numbers of all that was ever opened, as the state names it. */
const numbersIn = ({ open = {} }: ProcessState) => Object.keys(open).map((path) => Number(path.slice(path.lastIndexOf(':') + 1)))

/** One step, held to what is true of every step. */
export function tell(process: Process, state: ProcessState, event: ProcessEvent, facts: Facts = {}): Step {
  const before = JSON.stringify(state)
  const step = advance(process, deepFreeze(state), deepFreeze(event), facts)
  assert.equal(JSON.stringify(state), before, 'The state that came in was changed.')
  assert.deepEqual(advance(process, stored(state), event, facts), step, 'The stored state made another step.')
  if (step.ok) checkStep(process, step, state)
  return step
}

/** What is true of every step that was made. */
export function checkStep(process: Process, step: Made, before: ProcessState | null): void {
  const { state, ended } = step
  assert.deepEqual(JSON.parse(JSON.stringify(state)), state, 'The state is no plain JSON.')
  assert.deepEqual(waiting(process, state), step.waiting, 'A stored state waits for something else.')
  assert.deepEqual(waiting(process, stored(state)), step.waiting, 'A stored state waits for something else.')
  const made = before?.made ?? 0
  for (const number of numbersIn(state).filter((each) => before === null || !numbersIn(before).includes(each)))
    assert.ok(number > made && number <= (state.made ?? 0), `The number ${number} was given out before.`)
  if (ended) assert.deepEqual([state.at, state.open, state.joins, state.timers, step.waiting], [{}, undefined, undefined, undefined, []], 'An ended case still waits.')
  else assert.ok(Object.keys(state.at).length > 0 || state.joins || state.open, 'A case that is at nothing has not ended.')
}

/** Where a process stands after events. */
export function walk(process: Process, events: readonly ProcessEvent[], facts: Facts = {}, start: { readonly start?: string } = {}): Made {
  let step = made(begin(process, facts, start))
  checkStep(process, step, null)
  for (const event of events) step = made(tell(process, stored(step.state), event, facts))
  return step
}

/** Why a step is not made; null when it is. */
export function refusalOf(process: Process, state: ProcessState, event: ProcessEvent, facts: Facts = {}): ProcessRefusal | null {
  const step = tell(process, state, event, facts)
  return step.ok ? null : step.refusal
}

export const complete = (element: string, variables?: Variables, instance?: string): ProcessEvent => ({ kind: 'complete', element, ...(variables ? { variables } : {}), ...(instance ? { instance } : {}) })
export const message = (name: string, variables?: Variables): ProcessEvent => ({ kind: 'message', name, ...(variables ? { variables } : {}) })
export const signal = (name: string, variables?: Variables): ProcessEvent => ({ kind: 'signal', name, ...(variables ? { variables } : {}) })
export const fired = (element: string, instance?: string): ProcessEvent => ({ kind: 'timer', element, ...(instance ? { instance } : {}) })
export const failed = (element: string, code: string, variables?: Variables): ProcessEvent => ({ kind: 'error', element, code, ...(variables ? { variables } : {}) })
export const escalated = (element: string, code: string): ProcessEvent => ({ kind: 'escalation', element, code })
export const known = (variables: Variables): ProcessEvent => ({ kind: 'variables', variables })

/** The elements at which something waits, in the model's order; one that waits twice is named twice. */
export const waits = (step: Made): string => step.waiting.map(({ element }) => element).join(' ')
/** The same without events and timers. */
export const tasks = (step: Made): string => step.waiting.flatMap(({ kind, element }) => (kind === 'user' || kind === 'service' ? [element] : [])).join(' ')
/** The facts of one kind, as their elements. */
export const happened = ({ happened }: Made, kind: ProcessFact['kind']): string => happened.flatMap((fact) => (fact.kind === kind ? [fact.element] : [])).join(' ')
