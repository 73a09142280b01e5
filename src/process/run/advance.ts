import type { Node, Process } from '../bpmn/model.ts'
import type { Values } from '../feel/compile-feel.ts'
import { enter } from './enter.ts'
import { closeRun, follow, openRun, setVars, takeToken, type Run } from './run.ts'
import type { ProcessEvent, ProcessRefusal, ProcessState, Step } from './state.ts'
import { waiting } from './waiting.ts'

const nothing: ProcessState = { at: {}, vars: {} }

/** Starts a case: takes the facts that its decisions may look at, gives its first rest. */
export function begin(process: Process, context: Values): Step {
  const run = openRun(process, nothing, context)
  run.moving.push({ to: process.nodes.get(process.start)!, by: '' })
  return settle(run)
}

/**
 * One step of a case: takes where it is and what happened, gives where it comes to rest next and all that happened on
 * the way, or why nothing may happen. Pure: the state that came in is left as it was. The rules are those of BPMN 2.0.2
 * (clause 13, execution semantics).
 */
export function advance(process: Process, state: ProcessState, event: ProcessEvent, context: Values): Step {
  const run = openRun(process, state, context)
  run.refusal = accept(run, event)
  return settle(run)
}

function accept(run: Run, event: ProcessEvent): ProcessRefusal | null {
  if (event.kind === 'timer') return fire(run, event.element)
  if (event.variables) setVars(run, event.variables)
  if (event.kind === 'message') return receive(run, event.name)
  const node = run.process.nodes.get(event.element)
  if (!node || !run.at[node.id] || (node.does.kind !== 'user' && node.does.kind !== 'service')) return { kind: 'NotWaiting', element: event.element }
  leave(run, node)
  return null
}

function leave(run: Run, node: Node): void {
  takeToken(run, node)
  run.happened.push({ kind: 'left', element: node.id })
  follow(run, node.outgoing)
}

/** A message is taken once, by the first in the model's order that waits for it: the order of a stored state means nothing. */
function receive(run: Run, name: string): ProcessRefusal | null {
  for (const node of run.process.nodes.values()) {
    if (!run.at[node.id]) continue
    if (node.does.kind === 'catch' && node.does.on === 'message' && node.does.message === name) {
      leave(run, node)
      return null
    }
    const event = node.boundary.find(({ does }) => does.kind === 'boundary' && does.on === 'message' && does.message === name)
    if (event) {
      trigger(run, event)
      return null
    }
  }
  return { kind: 'NoSuchMessage', name }
}

/** A timer that fell due is due for each token that waits there. */
function fire(run: Run, element: string): ProcessRefusal | null {
  const node = run.process.nodes.get(element)
  if (!node || run.timers[element] === undefined) return { kind: 'NotWaiting', element }
  delete run.timers[element]
  run.happened.push({ kind: 'timer-fired', element, properties: node.properties })
  const does = node.does
  const host = does.kind === 'boundary' ? does.host : element
  for (let tokens = run.at[host] ?? 0; tokens > 0; tokens--) {
    if (does.kind === 'boundary') trigger(run, node)
    else leave(run, node)
  }
  return null
}

/** An event on the edge of a task: an interrupting one ends the task, any other goes its own way beside it. */
function trigger(run: Run, event: Node): void {
  if (event.does.kind === 'boundary' && event.does.interrupting) {
    const host = run.process.nodes.get(event.does.host)!
    takeToken(run, host)
    run.happened.push({ kind: 'cancelled', element: host.id })
  }
  follow(run, event.outgoing)
}

/** Moves tokens until each of them waits or has ended. Models in which that would never happen were refused on load. */
function settle(run: Run): Step {
  while (run.refusal === null && run.moving.length > 0) {
    const { to, by } = run.moving.pop()!
    enter(run, to, by)
  }
  if (run.refusal) return { ok: false, refusal: run.refusal }
  const state = closeRun(run)
  const ended = Object.keys(state.at).length === 0 && state.joins === undefined
  return { ok: true, state, waiting: waiting(run.process, state), happened: run.happened, ended }
}
