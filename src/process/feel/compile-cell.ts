import { comparisons, equal } from './comparisons.ts'
import { childrenOf, isScalar, literalOf, textOf, unsure, type Scalar, type Syntax } from './syntax.ts'

/** Whether a value fits a cell of a decision table; `unsure` where the FEEL library must say so. */
export type SimpleCell = (value: unknown) => boolean | typeof unsure
type Test = (value: Scalar) => boolean | null | typeof unsure

/**
 * Compiles what most cells say: literals (`1`, `"a", "b"`), comparisons with a literal (`>= 2`), and `not(...)` of these.
 * No name stands in them, so they look at nothing but the value. Null when the cell says anything else.
 */
export function compileCell(top: Syntax, text: string): SimpleCell | null {
  const parts = childrenOf(top)
  const negated = parts[0]?.name === 'not'
  const listed = parts.find((part) => part.name === 'PositiveUnaryTests')
  const tests = (listed ? childrenOf(listed) : []).map((test) => compileTest(childrenOf(test), text))
  if (tests.length === 0 || !tests.every((test) => test !== null)) return null
  return (value) => {
    if (!isScalar(value)) return unsure
    let fits = false
    for (const test of tests) {
      const found = test(value)
      if (found === unsure) return unsure
      fits ||= found === true
    }
    return fits !== negated
  }
}

function compileTest([test]: readonly Syntax[], text: string): Test | null {
  if (!test) return null
  const literal = literalOf(test, text)
  if (literal !== undefined) return (value) => equal(value, literal)
  const [sign, limit] = test.name === 'SimplePositiveUnaryTest' ? childrenOf(test) : []
  const compare = sign?.name === 'CompareOp' ? comparisons[textOf(sign, text)] : undefined
  const than = limit ? literalOf(limit, text) : undefined
  return compare && than !== undefined ? (value) => compare(value, than) : null
}
