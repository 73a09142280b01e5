import { evaluate, parseExpression, parseUnaryTests, unaryTest } from 'feelin'
import { ModelError } from '../model-error.ts'
import { compileSimple } from './compile-simple.ts'

export type Values = Readonly<Record<string, unknown>>

/** An expression, ready to be asked: takes the variables it may look at, gives its value (null when it has none). */
export type Expression = (values: Values) => unknown

/**
 * Compiles a FEEL expression (DMN 1.5, clause 10.3). Throws a ModelError naming `element` when it is no FEEL. Plain
 * comparisons run as functions; everything else is left to the FEEL library, which reads the text at each evaluation.
 */
export function compileFeel(text: string, element = text): Expression {
  const expression = text.trim()
  if (expression === '') throw new ModelError([{ element, reason: 'The expression is empty.' }])
  check(() => {
    whollyRead(parseExpression(expression, {}, undefined))
    evaluate(expression, {})
  }, text, element)
  const whole: Expression = (values) => evaluate(expression, values).value ?? null
  return compileSimple(parseExpression(expression, {}, undefined), expression, whole) ?? whole
}

/** Compiles a cell of a decision table: true when the value `?` fits. A dash or nothing fits everything. */
export function compileUnaryTests(text: string, element = text): (value: unknown, values: Values) => boolean {
  const tests = text.trim()
  if (tests === '' || tests === '-') return () => true
  check(() => {
    whollyRead(parseUnaryTests(tests, { '?': null }, undefined))
    unaryTest(tests, { '?': null })
  }, text, element)
  return (value, values) => unaryTest(tests, { ...values, '?': value }).value === true
}

function check(attempt: () => unknown, text: string, element: string): void {
  try {
    attempt()
  } catch (error) {
    throw new ModelError([{ element, reason: `"${text.slice(0, 80)}" is no FEEL expression: ${error instanceof Error ? error.message : String(error)}` }])
  }
}

/** The parser mends what it can't read and goes on; a model must not mean what it does not say. */
function whollyRead(tree: ReturnType<typeof parseExpression>): void {
  tree.iterate({
    enter: (node) => {
      if (node.type.isError) throw new Error(`it can not be read at character ${node.from + 1}`)
      // `a == b` is read as "a is the same as the test (= b)", which nothing ever is.
      if (node.name === 'SimplePositiveUnaryTest' && node.node.parent?.name === 'Comparison')
        throw new Error(`there is one sign too many at character ${node.from + 1}`)
    },
  })
}
