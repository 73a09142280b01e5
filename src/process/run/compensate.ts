import { isUndoing, startOf, undoingEdge } from '../bpmn/events-of.ts'
import type { Node, Throw } from '../bpmn/model.ts'
import { leave } from './leave.ts'
import { closeScope, follow, note, noteEntered, openInner, refuse, type Run } from './run.ts'
import { homeOf, type Scope } from './scope.ts'
import type { Done } from './state.ts'
import { putToken, takeToken } from './tokens.ts'

type Undoing = Extract<Throw, { on: 'compensation' }>

/**
 * Undoes what was completed beside an event, or one activity of it: the last one first, each after the one before is
 * undone (BPMN 2.0.2, 10.7 and 13.5.5). True when the token may go on: there is nothing to undo, or the event does not
 * wait for it (10.5.5, waitForCompletion).
 */
export function beginUndo(run: Run, scope: Scope, node: Node, { of, waits }: Undoing): boolean {
  const home = homeOf(scope)
  const all = home.done ?? []
  const undo = of === null ? all : all.filter((done) => done.of === of)
  if (undo.length === 0) return true
  const kept = all.filter((done) => !undo.includes(done))
  home.done = kept.length > 0 ? kept : undefined
  if (waits) putToken(run, scope, node)
  openInner(run, scope, node, { at: {}, undo })
  return !waits
}

/** Undoes the next activity; after the last one the event that asked for it goes on. */
export function continueUndo(run: Run, scope: Scope): void {
  const next = scope.undo?.at(-1)
  if (!next) return endUndo(run, scope)
  scope.undo = scope.undo!.slice(0, -1)
  const node = scope.body?.nodes.get(next.of)
  if (!node) return refuse(run, { kind: 'BadState', element: next.of })
  if (isUndoing(node)) return undoByEvent(run, scope, node)
  const edge = undoingEdge(node)?.does
  const handler = edge?.kind === 'boundary' && edge.on === 'compensation' ? scope.body?.nodes.get(edge.handler ?? '') : undefined
  if (handler) return follow(run, scope, [{ id: '', to: handler.id, when: null, target: handler }])
  undoWithin(run, scope, node, next)
}

/** A subprocess is undone by its own event subprocess for that, else by undoing what was done in it. */
function undoWithin(run: Run, scope: Scope, node: Node, { vars, done = [] }: Done): void {
  const own = node.does.kind === 'sub' ? node.does.body.events.find(isUndoing) : undefined
  const undo = own ? [{ of: own.id }] : done
  openInner(run, scope, node, { at: {}, undo, ...(vars ? { vars } : {}), ...(own && done.length > 0 ? { done } : {}) })
}

function undoByEvent(run: Run, scope: Scope, sub: Node): void {
  const start = startOf(sub)!
  noteEntered(run, scope, sub)
  putToken(run, scope, sub)
  const inner = openInner(run, scope, sub, { at: {} })
  noteEntered(run, inner, start)
  follow(run, inner, start.outgoing)
}

function endUndo(run: Run, scope: Scope): void {
  const { node, parent } = scope
  if (!node || !parent) return
  note(run, parent, { kind: 'undone', element: node.id })
  closeScope(run, scope)
  const asked = node.does.kind === 'end' || node.does.kind === 'throw' ? node.does.throws : null
  if (asked?.on !== 'compensation' || !asked.waits) return
  if (node.does.kind === 'end') {
    takeToken(parent, node)
    note(run, parent, node.facts.ended)
  } else leave(run, parent, node)
}
