import type { Values } from './compile-feel.ts'
import type { Simple } from './compile-simple.ts'
import { isVariable, valueOf } from './names.ts'
import { childrenOf, isScalar, literalOf, textOf, unsure, type Syntax } from './syntax.ts'

/** A list, or null for none. FEEL takes one value for a list of one. */
type List = (values: Values) => readonly unknown[] | null | typeof unsure

/** `count(list)`: null has no count. */
export function compileCount(parts: readonly Syntax[], text: string): Simple | null {
  const list = compileArgument('count', parts, text)
  if (!list) return null
  return (values) => {
    const items = list(values)
    return items === unsure || items === null ? items : items.length
  }
}

/** `list[1]`: the first is 1; null where the list is shorter. */
export function compileIndex([target, , filter]: readonly Syntax[], text: string): Simple | null {
  const list = target ? compileList(target, text) : null
  const place = filter ? literalOf(filter, text) : undefined
  if (!list || typeof place !== 'number' || !Number.isInteger(place) || place < 1) return null
  return (values) => {
    const items = list(values)
    if (items === unsure || items === null) return items
    const item = items[place - 1] ?? null
    return isScalar(item) ? item : unsure
  }
}

function compileList(node: Syntax, text: string): List | null {
  if (node.name === 'FunctionInvocation') return compileDistinct(childrenOf(node), text)
  const name = textOf(node, text)
  if (node.name !== 'VariableName' || !isVariable(name)) return null
  return (values) => {
    const value = valueOf(values, name)
    if (Array.isArray(value) || value === null) return value
    return isScalar(value) ? [value] : unsure
  }
}

function compileDistinct(parts: readonly Syntax[], text: string): List | null {
  const list = compileArgument('distinct values', parts, text)
  if (!list) return null
  return (values) => {
    const items = list(values)
    if (items === unsure || items === null) return items
    return items.every(isScalar) ? [...new Set(items)] : unsure
  }
}

/** The list that a function of this name is called with, when it is called with one. */
function compileArgument(name: string, [called, , given]: readonly Syntax[], text: string): List | null {
  const [argument, ...more] = given ? childrenOf(given) : []
  if (!called || !argument || more.length > 0 || given?.name !== 'PositionalParameters' || textOf(called, text) !== name) return null
  return compileList(argument, text)
}
