import { equal, order } from './equality.ts'
import { calculate } from './arithmetic.ts'
import { compileCall, compileFunction } from './compile-call.ts'
import { compileFilter } from './compile-filter.ts'
import { compileFor, compileQuantified } from './compile-for.ts'
import { define } from './define.ts'
import { constantOf } from './constant.ts'
import { charge } from './limits.ts'
import { memberOf } from './members.ts'
import { isList, kindOf } from './kinds.ts'
import { makeRange, passes } from './ranges.ts'
import { lookUp, within, type Scope } from './scope.ts'
import type { CompareSign, Node, TypeNode } from './syntax.ts'
import { negated, readAt } from './temporals.ts'
import { FeelDuration } from 'feelin'
import { isInstance, type FeelType } from './types.ts'

/** A part of an expression, ready to be asked. */
export type Run = (scope: Scope) => unknown

/** What a text may name beside its variables. */
export type Compiling = { readonly typeOf: (node: TypeNode) => FeelType }

/** Turns an expression into functions, so that asking it costs no reading (DMN 1.5, 10.3.2.13 to 10.3.2.15). */
export function compile(node: Node, compiling: Compiling): Run {
  const part = (each: Node) => compile(each, compiling)
  switch (node.kind) {
    case 'literal':
      return constant(node.value)
    case 'at':
      return constant(readAt(node.text))
    case 'name': {
      const { name } = node
      return (scope) => lookUp(scope, name)
    }
    case 'negate':
      return compileNegation(part(node.of))
    case 'arithmetic': {
      const [left, right] = [part(node.left), part(node.right)]
      const { sign } = node
      return (scope) => calculate(sign, left(scope), right(scope), scope.budget)
    }
    case 'compare':
      return compileComparison(node.sign, part(node.left), part(node.right))
    case 'between':
      return compileBetween(part(node.value), part(node.low), part(node.high))
    case 'in':
      return compileIn(node.value, node.tests, compiling)
    case 'junction':
      return compileJunction(node.decisive, part(node.left), part(node.right))
    case 'instance': {
      const [value, type] = [part(node.value), compiling.typeOf(node.type)]
      return (scope) => isInstance(value(scope), type)
    }
    case 'if': {
      const [condition, then, otherwise] = [part(node.condition), part(node.then), part(node.otherwise)]
      return (scope) => (condition(scope) === true ? then(scope) : otherwise(scope))
    }
    case 'for':
      return compileFor(node.over, node.says, compiling)
    case 'quantified':
      return compileQuantified(node.every, node.over, node.satisfies, compiling)
    case 'filter':
      return compileFilter(node.target, node.filter, compiling)
    case 'path': {
      const [target, { name }] = [part(node.target), node]
      return (scope) => {
        const found = target(scope)
        if (!isList(found)) return memberOf(found, name)
        charge(scope.budget, found.length)
        return found.map((each) => memberOf(each, name))
      }
    }
    case 'call':
      if (constantOf(node) !== undefined) return constant(constantOf(node))
      return compileCall(node.target, node.args, compiling)
    case 'list': {
      const items = node.items.map(part)
      return (scope) => {
        charge(scope.budget, items.length)
        return items.map((item) => item(scope))
      }
    }
    case 'context':
      return compileContext(node.entries.map(([name, says]) => [name, part(says)] as const))
    case 'range': {
      const ends = [node.low, node.high].map((end) => end && constantOf(end))
      if (!ends.includes(undefined)) return constant(rangeOf(ends[0] ?? undefined, ends[1] ?? undefined, node.lowIn, node.highIn))
      const [low, high] = [node.low && part(node.low), node.high && part(node.high)]
      return (scope) => rangeOf(low ? low(scope) : undefined, high ? high(scope) : undefined, node.lowIn, node.highIn)
    }
    case 'function':
      return compileFunction(node.params, node.body, compiling)
    case 'test': {
      const [than, { sign }] = [part(node.than), node]
      return (scope) => signed(sign, equal(lookUp(scope, '?'), than(scope)))
    }
  }
}

const constant = (value: unknown): Run => () => value

/** Both ends of a range must be there, but for `< 5` and the like, whose other end is open. */
function rangeOf(low: unknown, high: unknown, lowIn: boolean, highIn: boolean): unknown {
  if (low === undefined && high === null) return null
  if (high === undefined && low === null) return null
  return makeRange(low, high, lowIn, highIn)
}

function compileNegation(of: Run): Run {
  return (scope) => {
    const value = of(scope)
    return typeof value === 'number' ? -value : value instanceof FeelDuration ? negated(value) : null
  }
}

const signed = (sign: '=' | '!=', same: boolean | null): boolean | null => (same === null || sign === '=' ? same : !same)

function compileComparison(sign: CompareSign, left: Run, right: Run): Run {
  if (sign === '=' || sign === '!=') return (scope) => signed(sign, equal(left(scope), right(scope)))
  const holds = orders[sign]
  return (scope) => {
    const found = order(left(scope), right(scope))
    return found === null ? null : holds(found)
  }
}

export const orders: Readonly<Record<'<' | '<=' | '>' | '>=', (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
}

function compileBetween(value: Run, low: Run, high: Run): Run {
  return (scope) => {
    const asked = value(scope)
    const [from, to] = [order(asked, low(scope)), order(asked, high(scope))]
    return from === null || to === null ? null : from >= 0 && to <= 0
  }
}

/** `e in (t1, t2)`: one test that passes is enough; one that can't say leaves it unknown. */
function compileIn(value: Node, tests: readonly Node[], compiling: Compiling): Run {
  const asked = compile(value, compiling)
  const compiled = tests.map((test) => compileTest(test, compiling))
  return (scope) => {
    const given = asked(scope)
    let unknown = false
    for (const test of compiled) {
      const found = test(given, scope)
      if (found === true) return true
      if (found === null) unknown = true
    }
    return unknown ? null : false
  }
}

/** Whether a value passes one test, with what the test may look at (grammar rules 14 and 15). */
export type Test = (value: unknown, scope: Scope) => boolean | null

/**
 * A test that speaks of `?` is passed when it says true; any other when the value equals what it says, or lies in it
 * (DMN 1.5, 7.3.13 and table 55). `5 > 3` in a cell says true, which a text never is.
 */
export function compileTest(node: Node, compiling: Compiling): Test {
  const says = compile(node, compiling)
  if (node.kind === 'test') return (value, scope) => orNull(says(within(scope, { '?': value })))
  if (asksValue(node))
    return (value, scope) => {
      const said = says(within(scope, { '?': value }))
      return typeof said === 'boolean' && node.kind !== 'name' ? said : (equal(value, said) ?? false)
    }
  if (node.kind === 'range') return compileRangeTest(node, compiling)
  if (node.kind === 'literal') return (value, scope) => equal(value, says(scope)) ?? false
  return (value, scope) => {
    const said = says(scope)
    return passes(value, said) ?? (kindOf(said) === 'range' ? null : false)
  }
}

/** Numbers are compared with the ends as they are; for all else a range is made. One whose ends are not there says nothing. */
function compileRangeTest({ low, high, lowIn, highIn }: Extract<Node, { kind: 'range' }>, compiling: Compiling): Test {
  const [from, to] = [low && compile(low, compiling), high && compile(high, compiling)]
  return (value, scope) => {
    const least = from ? from(scope) : undefined
    const most = to ? to(scope) : undefined
    if (typeof value === 'number' && (!from || typeof least === 'number') && (!to || typeof most === 'number'))
      return (!from || value > (least as number) || (value === least && lowIn)) && (!to || value < (most as number) || (value === most && highIn))
    const range = rangeOf(least, most, lowIn, highIn)
    return range === null ? null : passes(value, range)
  }
}

const orNull = (said: unknown): boolean | null => (typeof said === 'boolean' ? said : null)

/** True where an expression speaks of `?` itself. */
export function asksValue(node: Node): boolean {
  if (node.kind === 'name') return node.name === '?'
  return Object.values(node).some((part: unknown) => asksWithin(part))
}

function asksWithin(part: unknown): boolean {
  if (Array.isArray(part)) return part.some(asksWithin)
  return typeof part === 'object' && part !== null && (('kind' in part && asksValue(part as Node)) || (!('kind' in part) && Object.values(part).some(asksWithin)))
}

/** `and` and `or` of three values: true, false, and anything else, which is unknown (table 50). */
function compileJunction(decisive: boolean, left: Run, right: Run): Run {
  return (scope) => {
    const a = left(scope)
    if (a === decisive) return decisive
    const b = right(scope)
    if (b === decisive) return decisive
    return typeof a === 'boolean' && typeof b === 'boolean' ? !decisive : null
  }
}

/** Each entry sees those before it. The same name twice makes no context. */
function compileContext(entries: readonly (readonly [string, Run])[]): Run {
  if (new Set(entries.map(([name]) => name)).size < entries.length) return () => null
  return (scope) => {
    charge(scope.budget, entries.length)
    const made: Record<string, unknown> = {}
    const inner = within(scope, made)
    for (const [name, says] of entries) define(made, name, says(inner))
    return made
  }
}
