import { FeelDate, FeelRange } from 'feelin'
import { compile, type Compiling, type Run } from './compile-expression.ts'
import { define } from './define.ts'
import { charge, type Budget } from './limits.ts'
import { isList } from './kinds.ts'
import { within, type Scope } from './scope.ts'
import type { Iteration, Node } from './syntax.ts'
import { later, pointOf, readDuration } from './temporals.ts'

type Domain = { readonly name: string; readonly items: (scope: Scope) => Iterable<unknown> | null }

/** `for x in xs, y in 1..x return ...`: every combination in order, with what was said before as `partial` (10.3.2.14). */
export function compileFor(over: readonly Iteration[], says: Node, compiling: Compiling): Run {
  const [domains, body] = [over.map((each) => compileDomain(each, compiling)), compile(says, compiling)]
  return (scope) => {
    const partial: unknown[] = []
    const done = walk(domains, within(scope, { partial }), (inner) => {
      partial.push(body(inner))
      return true
    })
    return done ? partial : null
  }
}

/** `some` is an `or` over all, `every` an `and`, with the same three values (table 52). */
export function compileQuantified(every: boolean, over: readonly Iteration[], satisfies: Node, compiling: Compiling): Run {
  const [domains, condition] = [over.map((each) => compileDomain(each, compiling)), compile(satisfies, compiling)]
  return (scope) => {
    let unknown = false
    let decided = false
    const done = walk(domains, scope, (inner) => {
      const said = condition(inner)
      decided = said === !every
      if (typeof said !== 'boolean') unknown = true
      return !decided
    })
    if (!done) return null
    return decided ? !every : unknown ? null : every
  }
}

/** Goes through every combination until `visit` says no. False where a domain is no list. */
function walk(domains: readonly Domain[], scope: Scope, visit: (inner: Scope) => boolean): boolean {
  let goesOn = true
  const step = (depth: number, inner: Scope): boolean => {
    const domain = domains[depth]
    if (!domain) {
      goesOn = visit(inner)
      return true
    }
    const items = domain.items(inner)
    if (!items) return false
    for (const item of items) {
      if (!goesOn) break
      charge(scope.budget, 1)
      const vars: Record<string, unknown> = {}
      define(vars, domain.name, item)
      if (!step(depth + 1, within(inner, vars))) return false
    }
    return true
  }
  return step(0, scope)
}

function compileDomain({ name, from, to }: Iteration, compiling: Compiling): Domain {
  const [first, last] = [compile(from, compiling), to && compile(to, compiling)]
  return {
    name,
    items: (scope) => {
      const start = first(scope)
      return last ? spread(start, last(scope), scope.budget) : itemsOf(start, scope.budget)
    },
  }
}

/** What can be gone through: a list, a closed range, and a value as a list of one. */
export function itemsOf(value: unknown, budget: Budget): Iterable<unknown> | null {
  if (value === null || value === undefined) return null
  if (isList(value)) return value
  if (!(value instanceof FeelRange)) return [value]
  const { start, end } = value as { readonly start: unknown; readonly end: unknown }
  const items = spread(start, end, budget)
  return items && insideOf(items, value)
}

function* insideOf(items: Iterable<unknown>, range: FeelRange): Iterable<unknown> {
  let pending: { readonly item: unknown } | null = null
  let first = true
  for (const item of items) {
    if (pending) yield pending.item
    pending = first && !range['start included'] ? null : { item }
    first = false
  }
  if (pending && range['end included']) yield pending.item
}

/** Whole numbers or days from one to another, up or down. Counted one by one, so that no list is made of a billion. */
function spread(start: unknown, end: unknown, budget: Budget): Iterable<unknown> | null {
  if (typeof start === 'number' && typeof end === 'number') return Number.isInteger(start) && Number.isInteger(end) ? numbers(start, end) : null
  if (start instanceof FeelDate && end instanceof FeelDate) return days(start, end, budget)
  return null
}

function* numbers(start: number, end: number): Iterable<number> {
  const step = start <= end ? 1 : -1
  for (let at = start; step > 0 ? at <= end : at >= end; at += step) yield at
}

function* days(start: FeelDate, end: FeelDate, budget: Budget): Iterable<unknown> {
  const step = readDuration(pointOf(start) <= pointOf(end) ? 'P1D' : '-P1D')!
  for (let at: unknown = start; at instanceof FeelDate; at = later(at, step)) {
    // To find the next day costs as much as many turns of a plain loop.
    charge(budget, 50)
    yield at
    if (pointOf(at) === pointOf(end)) return
  }
}
