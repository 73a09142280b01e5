import type { Mapping, Node } from '../bpmn/model.ts'
import type { Values } from '../feel/compile-feel.ts'
import { plainOf } from './plain.ts'
import { refuse, type Run } from './run.ts'
import { hasAny, type Scope } from './scope.ts'
import type { Variables } from './state.ts'

/**
 * What conditions, decisions and timers may look at: the caller's facts, and what the process itself found out, the
 * nearest first. A called process sees what is around its call unless the call says otherwise.
 */
export function valuesOf(run: Run, scope: Scope): Values {
  if (scope.values) return scope.values
  const { parent, node } = scope
  const hidden = scope.role === 'body' && node?.does.kind === 'call' && !node.does.seesParent
  const around = parent && !hidden ? valuesOf(run, parent) : run.context
  const own = scope.nth === undefined ? scope.vars : { ...countersOf(parent), loopCounter: scope.nth, ...scope.vars }
  const values = hasAny(own) ? { ...around, ...own } : around
  scope.values = values
  return values
}

/** How far a repetition is (BPMN 2.0.2, table 10.30). */
export function countersOf(repeat: Scope | null): Values {
  const loop = repeat?.loop
  if (!loop) return {}
  const { begun, completed, of } = loop
  return { numberOfInstances: of ?? begun, numberOfCompletedInstances: completed, numberOfActiveInstances: begun - completed }
}

/**
 * Adds to what the process found out. A variable is written where it is known already, the nearest first; a new one
 * belongs to the whole process, or to the called one (as Camunda 8 spreads variables).
 */
export function setVars(run: Run, scope: Scope, vars: Variables): void {
  if (!hasAny(vars)) return
  if (scope.parent === null) scope.vars = { ...scope.vars, ...vars }
  else for (const name of Object.keys(vars)) {
    const owner = ownerOf(scope, name)
    owner.vars = { ...owner.vars, [name]: vars[name] }
  }
  forget(run)
}

function ownerOf(scope: Scope, name: string): Scope {
  let owner = scope
  while (owner.parent !== null && !Object.hasOwn(owner.vars, name) && owner.node?.does.kind !== 'call') owner = owner.parent
  return owner
}

/** Values of its own, which end with it: given when it is opened, before anything in it looks at them. */
export function setOwn(scope: Scope, vars: Variables): void {
  scope.vars = { ...scope.vars, ...vars }
  scope.values = null
}

function forget(run: Run): void {
  run.root.values = null
  if (run.open.size > 0) for (const scope of run.open.values()) scope.values = null
}

/** What mappings make of values, beside what is `known` where it goes. Refuses the step when one of them can't be kept. */
export function mapped(run: Run, node: Node, mappings: readonly Mapping[], values: Values, known: Values = values): Variables {
  const made: Record<string, unknown> = {}
  for (const { source, target } of mappings) {
    const value = plainOf(source(values))
    if (value === undefined) refuse(run, { kind: 'BadValue', element: node.id })
    put(made, known, target, value)
  }
  return made
}

/** `a.b` writes into what is already in `a`, beside what else is there. */
function put(made: Record<string, unknown>, known: Values, [first = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    made[first] = value
    return
  }
  const before = made[first] ?? known[first]
  const inner: Record<string, unknown> = isPlain(before) ? { ...before } : {}
  put(inner, inner, rest, value)
  made[first] = inner
}

const isPlain = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
