import { interrupts, startOf } from '../bpmn/events-of.ts'
import type { Node, Trigger } from '../bpmn/model.ts'
import { completeTask, finish, take } from './activity.ts'
import { goOn } from './leave.ts'
import { cancelWithin, clearScope, closeScope, follow, note, noteEntered, noteLeft, openInner, type Run } from './run.ts'
import { inOrder, type Scope } from './scope.ts'
import type { Variables } from './state.ts'
import { putToken, takeToken } from './tokens.ts'
import { setOwn } from './values.ts'

/**
 * An event that could happen now: one that a token waits in (`catch`), one after an event-based gateway (`first`), one on
 * the edge of what runs (`edge`), or the start of an event subprocess (`start`). `host` is what the event belongs to.
 */
export type Armed = { readonly how: 'catch' | 'first' | 'edge' | 'start'; readonly scope: Scope; readonly event: Node; readonly trigger: Trigger; readonly host: Node }

/** All events that could happen now, in the model's order: the order of a stored state means nothing. */
export function armedNow(run: Run): readonly Armed[] {
  const found: Armed[] = []
  armIn(run.root, found)
  for (const scope of run.open.values()) armIn(scope, found)
  return found
}

function armIn(scope: Scope, found: Armed[]): void {
  const { node, body } = scope
  if (scope.role === 'task' && node?.does.kind === 'catch') found.push({ how: 'catch', scope, event: node, trigger: node.does, host: node })
  if (!body) return
  for (const host of inOrder(scope, scope.at)) {
    const { does } = host
    if (does.kind === 'catch' && !isOpenedElsewhere(host)) found.push({ how: 'catch', scope, event: host, trigger: does, host })
    if (does.kind === 'first') for (const { target } of host.outgoing) if (target.does.kind === 'catch') found.push({ how: 'first', scope, event: target, trigger: target.does, host })
    for (const event of host.boundary) if (event.does.kind === 'boundary') found.push({ how: 'edge', scope, event, trigger: event.does, host })
  }
  if ((scope.role !== 'case' && scope.role !== 'body') || isInterrupted(scope)) return
  for (const host of body.events) {
    const event = startOf(host)
    if (event?.does.kind === 'start' && event.does.trigger) found.push({ how: 'start', scope, event, trigger: event.does.trigger, host })
  }
}

/** Its turns, or it with its own values, wait in a scope of their own. */
export const isOpenedElsewhere = (node: Node): boolean => node.repeat !== null || node.inputs.length > 0

/** An event subprocess that interrupts is the last thing that happens in what it stands in. */
export const isInterrupted = (scope: Scope): boolean => scope.body?.events.some((sub) => scope.at[sub.id] !== undefined && interrupts(startOf(sub)!)) ?? false

/** Lets an event happen. False when it could not any more: another took its token meanwhile. */
export function fire(run: Run, { how, scope, event, host }: Armed, variables: Variables, instance: Scope | null = null): boolean {
  if (scope.gone || (how !== 'start' && scope.role !== 'task' && scope.at[host.id] === undefined)) return false
  switch (how) {
    case 'catch':
      if (scope.role === 'task') finish(run, scope, variables)
      else completeTask(run, scope, event, variables)
      return true
    case 'first':
      takeToken(scope, host)
      noteLeft(run, scope, host)
      noteEntered(run, scope, event)
      take(run, scope, event, variables)
      noteLeft(run, scope, event)
      goOn(run, scope, event)
      return true
    case 'edge':
      if (interrupts(event)) endHost(run, scope, host, instance)
      take(run, scope, event, variables)
      follow(run, scope, event.outgoing)
      return true
    case 'start':
      return beginEvent(run, scope, host, event, variables)
  }
}

/** Ends what an interrupting event stands on: one of it, where several run. */
function endHost(run: Run, scope: Scope, host: Node, instance: Scope | null): void {
  const inner = instance ?? [...run.open.values()].find((each) => each.parent === scope && each.node === host)
  if (inner) {
    cancelWithin(run, inner)
    if (inner.body) clearScope(run, inner)
    closeScope(run, inner)
  }
  takeToken(scope, host)
  note(run, scope, { kind: 'cancelled', element: host.id })
}

/** Begins an event subprocess (BPMN 2.0.2, 13.5.4). */
function beginEvent(run: Run, scope: Scope, sub: Node, start: Node, variables: Variables): boolean {
  if (isInterrupted(scope)) return false
  if (interrupts(start)) clearScope(run, scope)
  noteEntered(run, scope, sub)
  putToken(run, scope, sub)
  const inner = openInner(run, scope, sub, { at: {} })
  setOwn(inner, start.outputs.length === 0 ? variables : {})
  if (start.outputs.length > 0) take(run, inner, start, variables)
  noteEntered(run, inner, start)
  follow(run, inner, start.outgoing)
  return true
}

/** Lets an event happen to each token that waits there. False when there was none any more. */
export function fireAll(run: Run, armed: Armed, variables: Variables): boolean {
  const { how, scope, host } = armed
  const tokens = how === 'start' || scope.role === 'task' ? 1 : (scope.at[host.id] ?? 0)
  let fired = false
  for (let token = 0; token < tokens; token++) if (fire(run, armed, variables)) fired = true
  return fired
}

/** A signal is heard by all that wait for it (BPMN 2.0.2, 10.5.6). Gives how many did. */
export function hear(run: Run, signal: string, variables: Variables = {}): number {
  const hearing = armedNow(run).filter(({ trigger }) => trigger.on === 'signal' && trigger.signal === signal)
  return hearing.filter((armed) => fireAll(run, armed, variables)).length
}
