import { startOf } from '../bpmn/events-of.ts'
import type { Node } from '../bpmn/model.ts'
import { fire, isInterrupted, type Armed } from './armed.ts'
import { note, type Run } from './run.ts'
import type { Scope } from './scope.ts'
import type { Variables } from './state.ts'

/** Where an error or escalation comes from: `by` an event or task in a scope; `host` is the task, which may catch it at its own edge. */
type From = { readonly scope: Scope; readonly by: Node; readonly host: { readonly node: Node; readonly instance: Scope | null } | null }

/**
 * Looks for who catches an error or escalation: the edge of what it comes from, then event subprocesses, then further
 * out (BPMN 2.0.2, 10.5.7). Lets that happen. Gives the event that caught it, or null when nobody did.
 */
export function raise(run: Run, kind: 'error' | 'escalation', code: string, { scope, by, host }: From, variables: Variables = {}): string | null {
  const caught = catcherOf(kind, code, scope, host)
  note(run, scope, { kind, element: by.id, code, caught: caught?.armed.event.id ?? null })
  if (!caught) return null
  fire(run, caught.armed, variables, caught.instance)
  return caught.armed.event.id
}

type Found = { readonly armed: Armed; readonly instance: Scope | null }

function catcherOf(kind: 'error' | 'escalation', code: string, from: Scope, host: From['host']): Found | null {
  let [scope, inner, within]: [Scope, Node | null, Scope | null] = [from, host?.node ?? null, host?.instance ?? null]
  for (;;) {
    const edge = inner && pick(inner.boundary, kind, code)
    if (edge && edge.does.kind === 'boundary' && inner) return { armed: { how: 'edge', scope, event: edge, trigger: edge.does, host: inner }, instance: within }
    const comesFromEvent = inner?.does.kind === 'sub' && inner.does.triggered
    if (!comesFromEvent && (scope.role === 'case' || scope.role === 'body') && !isInterrupted(scope)) {
      const start = pick((scope.body?.events ?? []).flatMap((sub) => startOf(sub) ?? []), kind, code)
      const sub = scope.body?.events.find((each) => startOf(each) === start)
      if (start?.does.kind === 'start' && start.does.trigger && sub) return { armed: { how: 'start', scope, event: start, trigger: start.does.trigger, host: sub }, instance: null }
    }
    // One turn of a repeated activity that fails, fails all of it.
    if (scope.parent?.role === 'repeat') scope = scope.parent
    if (!scope.parent) return null
    ;[scope, inner, within] = [scope.parent, scope.node, scope]
  }
}

/** The event for this very code, else one for any. */
function pick(events: readonly Node[], kind: 'error' | 'escalation', code: string): Node | undefined {
  const triggerOf = ({ does }: Node) => (does.kind === 'boundary' ? does : does.kind === 'start' ? does.trigger : null)
  const fits = (wanted: string | null) => (event: Node) => {
    const trigger = triggerOf(event)
    return trigger?.on === kind && trigger.code === wanted
  }
  return events.find(fits(code)) ?? events.find(fits(null))
}
