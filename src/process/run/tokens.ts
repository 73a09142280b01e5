import type { Node, TimerRule } from '../bpmn/model.ts'
import { isDue } from '../time/timer-text.ts'
import { refuse, type Run } from './run.ts'
import { withEntry, withoutEntry, type Scope } from './scope.ts'
import { valuesOf } from './values.ts'

/** A token stays at an element until something happens; timers that go with it begin with the first one there. */
export function putToken(run: Run, scope: Scope, node: Node): void {
  const tokens = (scope.at[node.id] ?? 0) + 1
  scope.at = withEntry(scope.at, node.id, tokens)
  if (tokens > 1) return
  const { does } = node
  if (does.kind === 'catch' && does.on === 'timer') startTimer(run, scope, node, does, true)
  if (does.kind === 'first') for (const { target } of node.outgoing) if (target.does.kind === 'catch' && target.does.on === 'timer') startTimer(run, scope, target, target.does, true)
  for (const event of node.boundary) if (event.does.kind === 'boundary' && event.does.on === 'timer') startTimer(run, scope, event, event.does, false)
}

/** Takes one token away from where it waits, and what goes with it when it was the last one. */
export function takeToken(scope: Scope, node: Node): void {
  const left = (scope.at[node.id] ?? 0) - 1
  if (left > 0) {
    scope.at = withEntry(scope.at, node.id, left)
    return
  }
  scope.at = withoutEntry(scope.at, node.id) ?? {}
  if (scope.timers) {
    stopTimer(scope, node)
    for (const event of node.boundary) stopTimer(scope, event)
    if (node.does.kind === 'first') for (const { target } of node.outgoing) stopTimer(scope, target)
  }
  if (scope.met) for (const event of node.boundary) scope.met = withoutEntry(scope.met, event.id)
}

/** A timer does not run any more. */
export function stopTimer(scope: Scope, event: Node): void {
  scope.timers = withoutEntry(scope.timers, event.id)
  if (scope.fired) scope.fired = withoutEntry(scope.fired, event.id)
}

/**
 * Starts a timer. One on an edge without a date (the clock stands still) does not run; an event that only waits for time
 * needs one. What is neither date nor duration is refused.
 */
export function startTimer(run: Run, scope: Scope, node: Node, rule: TimerRule, needed: boolean): void {
  const value = rule.due(valuesOf(run, scope))
  if ((value === null || value === undefined) && !needed) return
  const due = String(value)
  if (isDue(due, rule.dueKind, rule.basis)) scope.timers = withEntry(scope.timers, node.id, due)
  else refuse(run, { kind: 'BadTimer', element: node.id, due })
}

/** Makes the event subprocesses ready that stand in what was just opened. */
export function armEvents(run: Run, scope: Scope): void {
  for (const { does } of scope.body?.events ?? []) {
    const start = does.kind === 'sub' ? does.body.triggered[0] : undefined
    if (start?.does.kind === 'start' && start.does.trigger?.on === 'timer') startTimer(run, scope, start, start.does.trigger, false)
  }
}
