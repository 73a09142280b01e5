import type { Flow, Node, Process } from '../bpmn/model.ts'
import type { Values } from '../feel/compile-feel.ts'
import type { ProcessFact, ProcessRefusal, ProcessState } from './state.ts'

/** One step while it is being made: a draft of the next state, thrown away when the step is refused. */
export type Run = {
  readonly process: Process
  readonly context: Values
  readonly at: Record<string, number>
  readonly joins: Record<string, Record<string, number>>
  readonly timers: Record<string, string>
  vars: Readonly<Record<string, unknown>>
  /** The context and the variables as one; null until somebody asks. */
  values: Values | null
  readonly happened: ProcessFact[]
  /** Tokens on their way, the next one last. */
  readonly moving: { readonly to: Node; readonly by: string }[]
  refusal: ProcessRefusal | null
}

/** Begins a step on a copy of a state. */
export function openRun(process: Process, state: ProcessState, context: Values): Run {
  return {
    process,
    context,
    at: { ...state.at },
    joins: state.joins ? copyJoins(state.joins) : {},
    timers: { ...state.timers },
    vars: state.vars,
    values: null,
    happened: [],
    moving: [],
    refusal: null,
  }
}

function copyJoins(joins: NonNullable<ProcessState['joins']>): Run['joins'] {
  return Object.fromEntries(Object.entries(joins).map(([gateway, flows]) => [gateway, { ...flows }]))
}

/** What conditions, decisions and timers may look at: the caller's facts, and what the process itself found out. */
export const valuesOf = (run: Run): Values => (run.values ??= { ...run.context, ...run.vars })

/** Adds to what the process found out. */
export function setVars(run: Run, vars: Readonly<Record<string, unknown>>): void {
  run.vars = { ...run.vars, ...vars }
  run.values = null
}

/** Sends a token along flows. The first of them moves first. */
export function follow(run: Run, flows: readonly Flow[]): void {
  for (let index = flows.length - 1; index >= 0; index--) {
    const { to, id } = flows[index]!
    run.moving.push({ to: run.process.nodes.get(to)!, by: id })
  }
}

/** Takes one token away from where it waits, and the timers on its edge when it was the last one. */
export function takeToken(run: Run, node: Node): void {
  const left = (run.at[node.id] ?? 0) - 1
  if (left > 0) {
    run.at[node.id] = left
    return
  }
  delete run.at[node.id]
  delete run.timers[node.id]
  for (const event of node.boundary) delete run.timers[event.id]
}

/** The state that a run came to. Empty parts are left out. */
export function closeRun(run: Run): ProcessState {
  return {
    at: run.at,
    ...(Object.keys(run.joins).length > 0 ? { joins: run.joins } : {}),
    ...(Object.keys(run.timers).length > 0 ? { timers: run.timers } : {}),
    vars: run.vars,
  }
}
