import type { Node } from '../bpmn/model.ts'
import { decide } from '../dmn/decide.ts'
import type { Decisions } from '../dmn/read-decisions.ts'
import { goOn, leave } from './leave.ts'
import { plainOf } from './plain.ts'
import { beginRepeat, turnDone } from './repeat.ts'
import { closeScope, follow, note, openInner, refuse, type Run } from './run.ts'
import type { Scope } from './scope.ts'
import type { Variables } from './state.ts'
import { remember } from './remember.ts'
import { say } from './throw.ts'
import { armEvents, putToken } from './tokens.ts'
import { mapped, setOwn, setVars, valuesOf } from './values.ts'

/** A token comes to an activity. What has values of its own, or tokens of its own, is opened; all else just waits or is done. */
export function beginActivity(run: Run, scope: Scope, node: Node): void {
  if (node.repeat) {
    putToken(run, scope, node)
    beginRepeat(run, scope, node, node.repeat)
  } else if (isOpened(node)) {
    putToken(run, scope, node)
    const inner = openInner(run, scope, node, { at: {} })
    setOwn(inner, mapped(run, node, node.inputs, valuesOf(run, scope)))
    perform(run, inner, node)
  } else perform(run, scope, node)
}

const isOpened = (node: Node) => node.inputs.length > 0 || node.does.kind === 'sub' || node.does.kind === 'call'

/** Does an activity once. `scope` is its own where it was opened, else what it stands in. */
export function perform(run: Run, scope: Scope, node: Node): void {
  const { does } = node
  switch (does.kind) {
    case 'sub':
    case 'call':
      armEvents(run, scope)
      follow(run, scope, scope.body?.entries ?? [])
      return
    case 'decision':
      if (decideInto(run, scope, node, does)) completed(run, scope, node)
      return
    case 'script': {
      const value = plainOf(does.says(valuesOf(run, scope)))
      if (value === undefined) refuse(run, { kind: 'BadValue', element: node.id })
      else completed(run, scope, node, does.into === null ? {} : { [does.into]: value })
      return
    }
    case 'throw':
      if (say(run, scope, node, does.throws)) completed(run, scope, node)
      return
    case 'pass':
      completed(run, scope, node)
      return
    default:
      if (scope.role !== 'task' || scope.node !== node) putToken(run, scope, node)
  }
}

function decideInto(run: Run, scope: Scope, node: Node, does: { readonly decision: string; readonly into: string | null }): boolean {
  const decided = decide(decisionsOf(run, scope), does.decision, valuesOf(run, scope))
  const value = decided.ok ? plainOf(decided.value) : undefined
  if (!decided.ok || value === undefined) {
    refuse(run, { kind: 'DecisionFailed', element: node.id, reason: decided.ok ? `NoPlainValue ${does.decision}` : `${decided.refusal.kind} ${decided.refusal.detail}` })
    return false
  }
  note(run, scope, { kind: 'decided', element: node.id, decision: does.decision, value, rules: decided.rules })
  if (does.into !== null) setVars(run, scope, { [does.into]: value })
  return true
}

/** A process that is called brings its own decisions. */
function decisionsOf(run: Run, scope: Scope): Decisions {
  for (let at = scope; at.parent !== null; at = at.parent) if (at.node?.does.kind === 'call') return at.node.does.process.decisions
  return run.process.decisions
}

/** An activity that needed no rest is done. */
function completed(run: Run, scope: Scope, node: Node, variables: Variables = {}): void {
  if (scope.node === node && scope.role === 'task') return finish(run, scope, variables)
  take(run, scope, node, variables)
  remember(scope, node)
  goOn(run, scope, node)
}

/** A task that waited in what it stands in is done. */
export function completeTask(run: Run, scope: Scope, node: Node, variables: Variables): void {
  take(run, scope, node, variables)
  remember(scope, node)
  leave(run, scope, node)
}

/** Takes in what an activity or an event brought: as it is, or as its output mappings say. */
export function take(run: Run, scope: Scope, node: Node, variables: Variables): void {
  if (node.outputs.length === 0) return setVars(run, scope, variables)
  setVars(run, scope, mapped(run, node, node.outputs, { ...valuesOf(run, scope), ...variables }))
}

/** What was opened for an activity is done: it is closed, and its token goes on or the next turn begins. */
export function finish(run: Run, inner: Scope, variables: Variables = {}): void {
  const { node, parent } = inner
  if (!node || !parent) return
  if (node.outputs.length === 0) setVars(run, inner, variables)
  const values = { ...valuesOf(run, inner), ...variables }
  const collect = node.repeat?.kind === 'each' ? node.repeat.collect : null
  const gave = collect && plainOf(collect.from(values))
  if (gave === undefined) return refuse(run, { kind: 'BadValue', element: node.id })
  const handed = node.outputs.length > 0 ? mapped(run, node, node.outputs, values, valuesOf(run, parent)) : node.does.kind === 'call' && node.does.handsBack ? inner.vars : {}
  closeScope(run, inner)
  setVars(run, parent, handed)
  if (parent.role === 'repeat') {
    // What each turn did is undone with the whole, the last turn first (BPMN 2.0.2, 13.5.5).
    if (inner.done) parent.done = [...(parent.done ?? []), ...inner.done]
    return turnDone(run, parent, inner.nth ?? 0, gave)
  }
  remember(parent, node, inner)
  leave(run, parent, node)
}
