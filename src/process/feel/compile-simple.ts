import type { Expression, Values } from './compile-feel.ts'

type Node = { readonly name: string; readonly from: number; readonly to: number; readonly firstChild: Node | null; readonly nextSibling: Node | null }
type Tree = { readonly topNode: Node }

/**
 * Compiles what gateways mostly say (a variable compared with a text or null, joined by `and` and `or`) to a function
 * that answers as the FEEL library does, only without reading the text again. Null when the expression is anything
 * else. Values of other types than text and null are left to `whole`, the library's own answer.
 */
export function compileSimple(tree: Tree, text: string, whole: Expression): Expression | null {
  const parts = children(tree.topNode)
  return parts.length === 1 ? compile(parts[0]!, text, whole) : null
}

function compile(node: Node, text: string, whole: Expression): Expression | null {
  switch (node.name) {
    case 'VariableName': {
      const name = variableOf(node, text)
      if (name === null) return null
      return (values) => (isPlain(values[name]) ? (values[name] ?? null) : whole(values))
    }
    case 'Comparison':
      return compileComparison(children(node), text, whole)
    case 'Conjunction':
    case 'Disjunction':
      return compileJunction(node.name, children(node), text, whole)
    case 'ParenthesizedExpression':
      return compile(children(node)[1]!, text, whole)
    default:
      return null
  }
}

function compileComparison(parts: readonly Node[], text: string, whole: Expression): Expression | null {
  const [left, operator, right] = parts
  if (!left || !operator || !right || parts.length !== 3) return null
  const name = left.name === 'VariableName' ? variableOf(left, text) : null
  const sign = textOf(operator, text)
  const literal = literalOf(right, text)
  if (name === null || literal === undefined || (sign !== '=' && sign !== '!=')) return null
  const wanted = sign === '='
  return (values) => {
    const value = values[name] ?? null
    if (value !== null && typeof value !== 'string') return whole(values)
    return (value === literal) === wanted
  }
}

function compileJunction(kind: 'Conjunction' | 'Disjunction', parts: readonly Node[], text: string, whole: Expression): Expression | null {
  const [left, , right] = parts
  if (!left || !right || parts.length !== 3) return null
  const [first, second] = [compile(left, text, whole), compile(right, text, whole)]
  if (!first || !second) return null
  const decisive = kind === 'Disjunction'
  return (values: Values) => {
    const [a, b] = [first(values), second(values)]
    if (a === decisive || b === decisive) return decisive
    return typeof a === 'boolean' && typeof b === 'boolean' ? !decisive : null
  }
}

const isPlain = (value: unknown) => value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean'

/** The name, when it is one word: names of several words mean different things in different contexts. */
function variableOf(node: Node, text: string): string | null {
  return children(node).length === 1 ? textOf(node, text) : null
}

function literalOf(node: Node, text: string): string | null | undefined {
  if (node.name === 'null') return null
  if (node.name !== 'StringLiteral') return undefined
  const inside = textOf(node, text).slice(1, -1)
  return inside.includes('\\') ? undefined : inside
}

const textOf = (node: Node, text: string) => text.slice(node.from, node.to)

function children(node: Node): readonly Node[] {
  const found: Node[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) found.push(child)
  return found
}
