import { FeelDate } from 'feelin'
import type { Test } from './compile-expression.ts'
import { constantOf } from './constant.ts'
import { orderOfDates } from './equality.ts'
import type { Node } from './syntax.ts'

/**
 * A cell of several tests: one that passes is enough (DMN 1.5, 10.3.2.13.4); `not(...)` turns that round. Most cells look
 * at nothing but the value, and as one of a few kinds; these run without a scope.
 */
export function compileCell(tests: readonly (readonly [Node, Test])[], negated: boolean): Test {
  const compiled = joinTexts(tests) ?? tests.map(([node, test]) => quicken(node, test))
  const [only] = compiled
  if (compiled.length === 1 && only && !negated) return only
  return (value, scope) => {
    for (const test of compiled) if (test(value, scope) === true) return !negated
    return negated
  }
}

/** `"a", "b", "c"`: one look in a set. */
function joinTexts(tests: readonly (readonly [Node, Test])[]): readonly Test[] | null {
  const texts = tests.map(([node]) => (node.kind === 'literal' && typeof node.value === 'string' ? node.value : null))
  if (texts.length < 2 || texts.includes(null)) return null
  const known = new Set<unknown>(texts)
  return [(value, scope) => (typeof value === 'string' ? known.has(value) : tests.some(([, test]) => test(value, scope) === true))]
}

/** The same test, with a short way for the value that it is made for. */
function quicken(node: Node, test: Test): Test {
  if (node.kind === 'literal' && typeof node.value === 'string') return (value, scope) => (typeof value === 'string' ? value === node.value : test(value, scope))
  if (node.kind === 'literal' && typeof node.value === 'number') return (value, scope) => (typeof value === 'number' ? value === node.value : test(value, scope))
  if (node.kind === 'literal' && typeof node.value === 'boolean') return (value, scope) => (typeof value === 'boolean' ? value === node.value : test(value, scope))
  return node.kind === 'range' ? quickenRange(node, test) : test
}

/** A range whose ends are always the same numbers or dates. */
function quickenRange({ low, high, lowIn, highIn }: Extract<Node, { kind: 'range' }>, test: Test): Test {
  const [from, to] = [low ? constantOf(low) : null, high ? constantOf(high) : null]
  if (isNumberOrNone(from) && isNumberOrNone(to)) {
    const [least, most] = [from ?? -Infinity, to ?? Infinity]
    return (value, scope) =>
      typeof value === 'number' ? (value > least || (value === least && (lowIn || from === null))) && (value < most || (value === most && (highIn || to === null))) : test(value, scope)
  }
  if (!isDateOrNone(from) || !isDateOrNone(to)) return test
  return (value, scope) => {
    if (!(value instanceof FeelDate)) return test(value, scope)
    const [low, high] = [from ? orderOfDates(value, from) : 1, to ? orderOfDates(value, to) : -1]
    return (low > 0 || (low === 0 && lowIn)) && (high < 0 || (high === 0 && highIn))
  }
}

const isNumberOrNone = (value: unknown): value is number | null => value === null || typeof value === 'number'
const isDateOrNone = (value: unknown): value is FeelDate | null => value === null || value instanceof FeelDate
