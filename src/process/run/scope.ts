import type { Body, Node } from '../bpmn/model.ts'
import type { Done, Loop, ProcessRefusal, ScopeState } from './state.ts'

/**
 * What is open, while a step is made. Its life: it is opened with a token at its element further out; tokens move in it;
 * when none is left it is closed and its element goes on.
 *
 * - `case`: the process itself. `body`: a subprocess, an event subprocess or a called process.
 * - `repeat`: an activity that is done several times; its turns are open within it.
 * - `task`: a task with values of its own, as every turn of a repeated task is.
 * - `undo`: what was done is being undone, one activity after another.
 */
export type Scope = {
  readonly role: 'case' | 'body' | 'repeat' | 'task' | 'undo'
  /** Empty for the case. */
  readonly path: string
  readonly node: Node | null
  readonly parent: Scope | null
  /** Elements in which its tokens are; null where it holds none. */
  readonly body: Body | null
  at: Readonly<Record<string, number>>
  joins: Readonly<Record<string, Readonly<Record<string, number>>>> | undefined
  timers: Readonly<Record<string, string>> | undefined
  fired: Readonly<Record<string, number>> | undefined
  met: Readonly<Record<string, true>> | undefined
  vars: Readonly<Record<string, unknown>>
  done: readonly Done[] | undefined
  loop: Loop | undefined
  readonly nth: number | undefined
  undo: readonly Done[] | undefined
  /** Tokens on their way in it. */
  moving: number
  /** What is open directly within it. */
  inner: number
  /** Its context and variables as one; null until somebody asks. */
  values: Readonly<Record<string, unknown>> | null
  /** Closed; tokens that were on their way in it go nowhere. */
  gone: boolean
}

const nothing = {}

export function rootScope(body: Body, state: ScopeState): Scope {
  return newScope({ role: 'case', path: '', node: null, parent: null, body }, state)
}

type Place = Pick<Scope, 'role' | 'path' | 'node' | 'parent' | 'body'>

function newScope({ role, path, node, parent, body }: Place, state: ScopeState): Scope {
  const { at, joins, timers, fired, met, vars, done, loop, nth, undo } = state
  return { role, path, node, parent, body, at: at ?? nothing, joins, timers, fired, met, vars: vars ?? nothing, done, loop, nth, undo, moving: 0, inner: 0, values: null, gone: false }
}

/** Opens what is within another, under a number that no other has. */
export function innerScope(parent: Scope, node: Node, number: number, state: ScopeState): Scope {
  const path = parent.path === '' ? `${node.id}:${number}` : `${parent.path}/${node.id}:${number}`
  const scope = newScope({ ...placeOf(parent, node, state), path, node, parent }, state)
  parent.inner++
  return scope
}

function placeOf(parent: Scope, node: Node, { loop, undo }: ScopeState): Pick<Scope, 'role' | 'body'> {
  const { does } = node
  if (loop) return { role: 'repeat', body: null }
  const own = does.kind === 'sub' ? does.body : does.kind === 'call' ? does.process.body : null
  if (undo) return { role: 'undo', body: own ?? homeOf(parent).body }
  return own ? { role: 'body', body: own } : { role: 'task', body: null }
}

/** Where completed activities are remembered: an event subprocess undoes what was done in what it stands in. */
export function homeOf(scope: Scope): Scope {
  const { node, parent } = scope
  return parent && scope.role === 'body' && node?.does.kind === 'sub' && node.does.triggered ? homeOf(parent) : scope
}

/** Opens again what a state says is open, parents first. A refusal when the state does not fit the model. */
export function openScopes(root: Scope, states: Readonly<Record<string, ScopeState>>, open: Map<string, Scope>): ProcessRefusal | null {
  const paths = Object.keys(states).map((path) => ({ path, steps: path.split('/') }))
  // In the order in which they were opened, as in the step that opened them: what is within another came after it.
  paths.sort((a, b) => numberOf(a.steps.at(-1)!) - numberOf(b.steps.at(-1)!))
  for (const { path, steps } of paths) {
    const last = steps.at(-1)!
    const parent = steps.length === 1 ? root : open.get(steps.slice(0, -1).join('/'))
    const id = last.slice(0, last.lastIndexOf(':'))
    const node = parent?.role === 'repeat' && parent.node?.id === id ? parent.node : parent?.body?.nodes.get(id)
    const number = numberOf(last)
    if (!parent || !node || !(number > 0)) return { kind: 'BadState', element: path }
    open.set(path, innerScope(parent, node, number, states[path]!))
  }
  return null
}

const numberOf = (step: string) => Number(step.slice(step.lastIndexOf(':') + 1))

/** The part of the state that a scope is. Empty parts are left out. */
export function stateOf(scope: Scope): ScopeState {
  const state: { -readonly [Part in keyof ScopeState]: ScopeState[Part] } = { at: scope.at }
  if (scope.joins) state.joins = scope.joins
  if (scope.timers) state.timers = scope.timers
  if (scope.fired) state.fired = scope.fired
  if (scope.met) state.met = scope.met
  if (scope.vars !== nothing && scope.parent && hasAny(scope.vars)) state.vars = scope.vars
  if (scope.done) state.done = scope.done
  if (scope.loop) state.loop = scope.loop
  if (scope.nth !== undefined) state.nth = scope.nth
  if (scope.undo) state.undo = scope.undo
  return state
}

/** The elements that a part of a scope names, in the model's order: the order of a stored state means nothing. */
export function inOrder({ body }: Scope, part: Readonly<Record<string, unknown>>): readonly Node[] {
  let first: string | undefined
  for (const id in part) {
    if (first !== undefined) return [...(body?.nodes.values() ?? [])].filter((node) => part[node.id] !== undefined)
    first = id
  }
  // One element is the usual case, and has no order.
  const only = first === undefined ? undefined : body?.nodes.get(first)
  return only ? only.alone : none
}

const none: readonly Node[] = []

/** True when nothing is left in it that could go on. */
export const isQuiet = (scope: Scope): boolean => scope.moving === 0 && scope.inner === 0 && scope.joins === undefined && !hasAny(scope.at)

export function hasAny(part: object): boolean {
  for (const _ in part) return true
  return false
}

/** A part of a state with one entry more, or another value in it. */
export function withEntry<T>(part: Readonly<Record<string, T>> | undefined, key: string, value: T): Readonly<Record<string, T>> {
  const next: Record<string, T> = {}
  for (const each in part) next[each] = part[each]!
  next[key] = value
  return next
}

/** A part of a state without an entry; undefined when nothing is left of it. */
export function withoutEntry<T>(part: Readonly<Record<string, T>> | undefined, key: string): Readonly<Record<string, T>> | undefined {
  if (part === undefined || part[key] === undefined) return part
  let next: Record<string, T> | undefined
  for (const each in part) if (each !== key) (next ??= {})[each] = part[each]!
  return next
}
