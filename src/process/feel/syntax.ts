/** A node of the syntax tree that the FEEL library's parser makes, as much of it as is looked at here. */
export type Syntax = {
  readonly name: string
  readonly from: number
  readonly to: number
  readonly firstChild: Syntax | null
  readonly nextSibling: Syntax | null
}

export const textOf = (node: Syntax, text: string): string => text.slice(node.from, node.to)

export function childrenOf(node: Syntax): readonly Syntax[] {
  const found: Syntax[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) found.push(child)
  return found
}

export type Scalar = string | number | boolean | null

/** A number that is none is left to the library, as are dates, lists and the rest. */
export function isScalar(value: unknown): value is Scalar {
  return value === null || typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && !Number.isNaN(value))
}

/** Said by a compiled part of an expression where the answer must come from the FEEL library. */
export const unsure = Symbol('unsure')

/** The value of a literal; undefined when the node is none, or one that only the library should read. */
export function literalOf(node: Syntax, text: string): Scalar | undefined {
  const written = textOf(node, text)
  switch (node.name) {
    case 'null':
      return null
    case 'BooleanLiteral':
      return written === 'true'
    case 'NumericLiteral':
      return /^-?\d+(\.\d+)?$/.test(written) && Number.isFinite(Number(written)) ? Number(written) : undefined
    case 'StringLiteral':
      return written.includes('\\') ? undefined : written.slice(1, -1)
    default:
      return undefined
  }
}
