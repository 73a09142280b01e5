import type { Test } from './compile-expression.ts'
import { isList } from './kinds.ts'
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

function quickenRange({ low, high, lowIn, highIn }: Extract<Node, { kind: 'range' }>, test: Test): Test {
  const [from, to] = [low ? numberOf(low) : -Infinity, high ? numberOf(high) : Infinity]
  if (from === null || to === null) return test
  return (value, scope) => {
    if (typeof value !== 'number') return isList(value) || value !== null ? test(value, scope) : null
    return (value > from || (value === from && lowIn) || low === null) && (value < to || (value === to && highIn) || high === null)
  }
}

const numberOf = (node: Node): number | null => (node.kind === 'literal' && typeof node.value === 'number' ? node.value : null)
