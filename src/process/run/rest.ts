import { finish } from './activity.ts'
import { armedNow, fireAll, type Armed } from './armed.ts'
import { continueUndo } from './compensate.ts'
import { joinInclusively } from './inclusive.ts'
import type { Run } from './run.ts'
import { isQuiet, withEntry, withoutEntry } from './scope.ts'
import { valuesOf } from './values.ts'

/**
 * What can still happen by itself when no token moves: a gateway that waits for nobody any more, a subprocess that is
 * empty, a condition that is met. True when something did.
 */
export function wake(run: Run): boolean {
  if (run.root.joins && joinInclusively(run, run.root)) return true
  if (run.open.size > 0) {
    const inner = [...run.open.values()].reverse()
    for (const scope of inner) {
      if (scope.joins && joinInclusively(run, scope)) return true
      if (!isQuiet(scope)) continue
      if (scope.role === 'body') {
        finish(run, scope)
        return true
      }
      if (scope.role === 'undo') {
        continueUndo(run, scope)
        return true
      }
    }
  }
  return run.process.hasConditions && !isQuiet(run.root) && meetCondition(run)
}

/** A condition acts when it becomes true: one that interrupts nothing waits until it was false before it acts again. */
function meetCondition(run: Run): boolean {
  for (const armed of armedNow(run)) {
    const { trigger, scope, event } = armed
    if (trigger.on !== 'conditional') continue
    const met = trigger.condition(valuesOf(run, scope)) === true
    if (!met) scope.met = withoutEntry(scope.met, event.id)
    else if (!scope.met?.[event.id] && act(run, armed)) return true
  }
  return false
}

function act(run: Run, armed: Armed): boolean {
  const { scope, event, how } = armed
  const stays = (how === 'edge' || how === 'start') && (event.does.kind === 'boundary' || event.does.kind === 'start') && !event.does.interrupting
  if (stays) scope.met = withEntry(scope.met, event.id, true)
  return fireAll(run, armed, {})
}
