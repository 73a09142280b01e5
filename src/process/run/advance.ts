import type { Process } from '../bpmn/model.ts'
import type { Values } from '../feel/compile-feel.ts'
import { FeelRefusal } from '../feel/limits.ts'
import { accept } from './accept.ts'
import { take } from './activity.ts'
import { hear } from './armed.ts'
import { enter } from './enter.ts'
import { raise } from './raise.ts'
import { clearScope, closeRun, follow, noteEntered, openRun, refuse, type Run } from './run.ts'
import { isQuiet } from './scope.ts'
import { wake } from './rest.ts'
import type { ProcessEvent, ProcessState, Step } from './state.ts'
import { armEvents } from './tokens.ts'
import { continueRepeat } from './turns.ts'
import { strangeIn, waitingOf } from './waiting.ts'

const nothing: ProcessState = { at: {}, vars: {} }

/**
 * Starts a case: takes the facts that its decisions may look at, gives its first rest. `start` names the start event
 * where something triggered it (a message, a signal, a time); without it the case starts at its plain start.
 */
export function begin(process: Process, context: Values, { start: from }: { readonly start?: string } = {}): Step {
  const run = openRun(process, nothing, context)
  return answered(run, () => start(run, from))
}

function start(run: Run, from: string | undefined): Step {
  armEvents(run, run.root)
  const { body } = run.process
  if (from === undefined && body.entries.length > 0) follow(run, run.root, body.entries)
  else {
    const event = from === undefined ? body.triggered[1] ? undefined : body.triggered[0] : [...body.triggered, ...body.starts].find(({ id }) => id === from)
    if (event) {
      noteEntered(run, run.root, event)
      if (event.outputs.length > 0) take(run, run.root, event, {})
      follow(run, run.root, event.outgoing)
    } else refuse(run, { kind: 'NoSuchStart', element: from ?? run.process.id })
  }
  return settle(run)
}

/**
 * One step of a case: takes where it is and what happened, gives where it comes to rest next and all that happened on
 * the way, or why nothing may happen. Pure: the state that came in is left as it was. The rules are those of BPMN 2.0.2
 * (clause 13, execution semantics). Each step is whole: an event is taken once and for all, or refused.
 */
export function advance(process: Process, state: ProcessState, event: ProcessEvent, context: Values): Step {
  const run = openRun(process, state, context)
  return answered(run, () => goOn(run, event))
}

function goOn(run: Run, event: ProcessEvent): Step {
  if (run.refusal === null) run.refusal = accept(run, event)
  // What nothing waits for is told apart from a state that does not fit its model only now: a step that is made needs no look.
  if (run.refusal !== null) return { ok: false, refusal: strangeIn(run) ?? run.refusal }
  return settle(run)
}

/** An expression that can't be answered stops the step, wherever it stands. */
function answered(run: Run, step: () => Step): Step {
  try {
    return step()
  } catch (error) {
    if (!(error instanceof FeelRefusal)) throw error
    return { ok: false, refusal: { kind: 'ExpressionFailed', element: error.element ?? run.process.id, reason: error.kind } }
  }
}

/** Moves tokens until each of them waits or has ended. */
function settle(run: Run): Step {
  while (run.refusal === null) {
    if (run.said.length > 0) hearNext(run)
    else if (run.flows.length > 0) {
      const [flow, scope] = [run.flows.pop()!, run.scopes.pop()!]
      scope.moving--
      enter(run, scope, flow.target, flow.id)
    } else if (run.turned.length > 0) continueRepeat(run, run.turned.shift()!)
    else if (!wake(run)) break
  }
  if (run.refusal !== null) return { ok: false, refusal: run.refusal }
  const ended = isQuiet(run.root)
  if (ended) run.root.timers = run.root.fired = run.root.met = run.root.done = undefined
  const waiting = waitingOf(run)
  return run.refusal === null ? { ok: true, state: closeRun(run), waiting, happened: run.happened, ended } : { ok: false, refusal: run.refusal }
}

function hearNext(run: Run): void {
  const said = run.said.shift()!
  if (said.kind === 'signal') hear(run, said.name)
  else if (!said.scope.gone) {
    const caught = raise(run, said.kind, said.code, { scope: said.scope, by: said.by, host: null })
    // An error that nobody catches ends the case: the standard leaves it open (BPMN 2.0.2, 10.5.7), a case can't.
    if (caught === null && said.kind === 'error') clearScope(run, run.root)
  }
}
