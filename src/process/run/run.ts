import type { Flow, Node, Process } from '../bpmn/model.ts'
import type { Values } from '../feel/compile-feel.ts'
import { innerScope, inOrder, openScopes, rootScope, stateOf, type Scope } from './scope.ts'
import type { ProcessFact, ProcessRefusal, ProcessState, ScopeState } from './state.ts'

/**
 * One step while it is being made: a draft of the next state, thrown away when the step is refused. Parts of the state
 * that came in are shared until something is written to them, and then replaced: it is never changed.
 */
export type Run = {
  readonly process: Process
  readonly context: Values
  readonly root: Scope
  /** What is open within the case, parents first; empty for most. */
  open: Map<string, Scope>
  made: number
  readonly happened: ProcessFact[]
  /** Tokens on their way, the next one last: by which flow, and in what. */
  readonly flows: Flow[]
  readonly scopes: Scope[]
  /** Repetitions that go on: they begin, or a turn is done. */
  readonly turned: Scope[]
  /** Signals, errors and escalations that were thrown and not yet heard. */
  readonly said: Said[]
  moves: number
  refusal: ProcessRefusal | null
}

export type Said = { readonly kind: 'signal'; readonly name: string } | { readonly kind: 'error' | 'escalation'; readonly code: string; readonly scope: Scope; readonly by: Node }

/** A process comes to rest after fewer moves than this, or something is wrong with it. */
const mostMoves = 100_000

/** What most cases have open. Never written to: the first thing that is opened makes a list of its own. */
const nothingOpen = new Map<string, Scope>()

/** Begins a step on a state. */
export function openRun(process: Process, state: ProcessState, context: Values): Run {
  const root = rootScope(process.body, state)
  const run: Run = { process, context, root, open: nothingOpen, made: state.made ?? 0, happened: [], flows: [], scopes: [], turned: [], said: [], moves: 0, refusal: null }
  if (state.open) run.refusal = openScopes(root, state.open, (run.open = new Map()))
  return run
}

/** The state that a run came to. Empty parts are left out. */
export function closeRun(run: Run): ProcessState {
  const { root, open } = run
  const state = stateOf(root) as { -readonly [Part in keyof ProcessState]: ProcessState[Part] }
  state.vars = root.vars
  if (open.size > 0) state.open = Object.fromEntries([...open].map(([path, scope]) => [path, stateOf(scope)]))
  if (run.made > 0) state.made = run.made
  return state
}

/** Puts a fact on the record. */
export function note(run: Run, scope: Scope, fact: ProcessFact): void {
  run.happened.push(scope.path === '' ? fact : { ...fact, instance: scope.path })
}

export function noteEntered(run: Run, scope: Scope, node: Node): void {
  note(run, scope, node.facts.entered)
}

export function noteLeft(run: Run, scope: Scope, node: Node): void {
  note(run, scope, node.facts.left)
}

/** Refuses the step. The first reason stands. */
export function refuse(run: Run, refusal: ProcessRefusal): void {
  run.refusal ??= refusal
}

/** Sends tokens along flows. The first of them moves first. */
export function follow(run: Run, scope: Scope, flows: readonly Flow[]): void {
  for (let index = flows.length - 1; index >= 0; index--) {
    run.flows.push(flows[index]!)
    run.scopes.push(scope)
    scope.moving++
  }
}

/** Opens something within another. Its element has its token further out already. */
export function openInner(run: Run, parent: Scope, node: Node, state: ScopeState): Scope {
  const inner = innerScope(parent, node, ++run.made, state)
  if (run.open === nothingOpen) run.open = new Map()
  run.open.set(inner.path, inner)
  return inner
}

export function closeScope(run: Run, scope: Scope): void {
  scope.gone = true
  run.open.delete(scope.path)
  if (scope.parent) scope.parent.inner--
}

/** Closes all that is open within a scope, whatever it was doing. */
export function cancelWithin(run: Run, scope: Scope): void {
  if (scope.inner === 0) return
  for (const inner of [...run.open.values()].reverse()) {
    if (inner.parent !== scope) continue
    clearScope(run, inner)
    if (inner.role === 'task') note(run, inner, { kind: 'cancelled', element: inner.node!.id })
    closeScope(run, inner)
  }
}

/** Takes every token out of a scope: what waits in it waits no more. */
export function clearScope(run: Run, scope: Scope): void {
  cancelWithin(run, scope)
  for (const { id } of inOrder(scope, scope.at)) for (let token = scope.at[id]!; token > 0; token--) note(run, scope, { kind: 'cancelled', element: id })
  scope.at = {}
  scope.joins = scope.timers = scope.fired = scope.met = undefined
  for (let index = run.scopes.length - 1; index >= 0; index--)
    if (run.scopes[index] === scope) {
      run.scopes.splice(index, 1)
      run.flows.splice(index, 1)
    }
  scope.moving = 0
}

/** Counts a move; false when the process does not come to rest. */
export const countMove = (run: Run, node: Node): boolean => countMoves(run, node, 1)

export function countMoves(run: Run, node: Node, moves: number): boolean {
  run.moves += moves
  if (run.moves <= mostMoves) return true
  refuse(run, { kind: 'TooMany', element: node.id, most: mostMoves })
  return false
}
