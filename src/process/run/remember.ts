import { isUndoing, undoingEdge } from '../bpmn/events-of.ts'
import type { Node } from '../bpmn/model.ts'
import { hasAny, type Scope } from './scope.ts'
import type { Done } from './state.ts'

/** Remembers an activity that was completed and can be undone, with what it knew. A repeated one counts as one. */
export function remember(scope: Scope, node: Node, inner: Scope | null = null): void {
  const { does } = node
  const within = inner?.done ?? []
  if (!undoingEdge(node) && within.length === 0 && !(does.kind === 'sub' && does.body.events.some(isUndoing))) return
  const done: Done = { of: node.id, ...(inner && hasAny(inner.vars) ? { vars: inner.vars } : {}), ...(within.length > 0 ? { done: within } : {}) }
  scope.done = [...(scope.done ?? []), done]
}
