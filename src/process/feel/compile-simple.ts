import { comparisons } from './comparisons.ts'
import type { Expression, Values } from './compile-feel.ts'
import { compileCount, compileIndex } from './compile-list.ts'
import { isVariable, plainlyNamed, readsOneWay, valueOf } from './names.ts'
import { childrenOf, isScalar, literalOf, textOf, unsure, type Scalar, type Syntax } from './syntax.ts'

/** A compiled part of an expression. */
export type Simple = (values: Values) => Scalar | typeof unsure

/**
 * Compiles what models mostly say (variables, literals, comparisons, `and`, `or`, `count`, `distinct values`, `list[1]`)
 * to a function that answers as the FEEL library does, only without reading the text again. Where the values are of
 * other types than text, number, boolean and null, or a variable's name would change how the text is read, the function
 * says `whole`, the library's own answer. Null when the expression is anything else.
 */
export function compileSimple(top: Syntax, text: string, whole: Expression): Expression | null {
  const parts = childrenOf(top)
  const simple = parts.length === 1 ? compile(parts[0]!, text) : null
  if (!simple) return null
  const sure = readsOneWay(text)
  return (values) => {
    const value = sure || plainlyNamed(values) ? simple(values) : unsure
    return value === unsure ? whole(values) : value
  }
}

function compile(node: Syntax, text: string): Simple | null {
  const literal = literalOf(node, text)
  if (literal !== undefined) return () => literal
  const parts = childrenOf(node)
  switch (node.name) {
    case 'VariableName':
      return compileVariable(node, text)
    case 'ParenthesizedExpression':
      return parts[1] ? compile(parts[1], text) : null
    case 'Comparison':
      return compileComparison(parts, text)
    case 'Conjunction':
    case 'Disjunction':
      return compileJunction(node.name === 'Disjunction', parts, text)
    case 'FunctionInvocation':
      return compileCount(parts, text)
    case 'FilterExpression':
      return compileIndex(parts, text)
    default:
      return null
  }
}

function compileVariable(node: Syntax, text: string): Simple | null {
  const name = textOf(node, text)
  if (!isVariable(name)) return null
  return (values) => {
    const value = valueOf(values, name)
    return isScalar(value) ? value : unsure
  }
}

function compileComparison(parts: readonly Syntax[], text: string): Simple | null {
  const [left, sign, right] = parts
  if (!left || sign?.name !== 'CompareOp' || !right || parts.length !== 3) return null
  const [first, second, compare] = [compile(left, text), compile(right, text), comparisons[textOf(sign, text)]]
  if (!first || !second || !compare) return null
  return (values) => {
    const a = first(values)
    const b = second(values)
    return a === unsure || b === unsure ? unsure : compare(a, b)
  }
}

/** `and` and `or` of three values: true, false, and anything else, which is unknown. */
function compileJunction(decisive: boolean, parts: readonly Syntax[], text: string): Simple | null {
  const [left, , right] = parts
  if (!left || !right || parts.length !== 3) return null
  const [first, second] = [compile(left, text), compile(right, text)]
  if (!first || !second) return null
  return (values) => {
    const [a, b] = [first(values), second(values)]
    if (a === unsure || b === unsure) return unsure
    if (a === decisive || b === decisive) return decisive
    return typeof a === 'boolean' && typeof b === 'boolean' ? !decisive : null
  }
}
