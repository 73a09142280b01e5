import { evaluate, parseExpression, parseUnaryTests, unaryTest } from 'feelin'
import { ModelError } from '../model-error.ts'
import { compileCell } from './compile-cell.ts'
import { compileSimple } from './compile-simple.ts'
import { plainlyNamed, readsOneWay } from './names.ts'
import { unsure } from './syntax.ts'

export type Values = Readonly<Record<string, unknown>>

/** An expression, ready to be asked: takes the variables it may look at, gives its value (null when it has none). */
export type Expression = (values: Values) => unknown

/** A cell of a decision table, ready to be asked: true when the value fits. */
export type Cell = (value: unknown, values: Values) => boolean

type Tree = ReturnType<typeof parseExpression>

/**
 * Compiles a FEEL expression (DMN 1.5, clause 10.3). Throws a ModelError naming `element` when it is no FEEL. Common
 * expressions run as functions; everything else is left to the FEEL library, which reads the text at each evaluation.
 * Never throws when asked: an expression that can't be evaluated has no value.
 */
export function compileFeel(text: string, element = text): Expression {
  const expression = text.trim()
  if (expression === '') throw new ModelError([{ element, reason: 'The expression is empty.' }])
  const tree = read(text, element, () => parseExpression(expression, {}, undefined))
  const whole: Expression = (values) => orNull(() => evaluate(expression, values).value)
  return compileSimple(tree.topNode, expression, whole) ?? whole
}

/** Compiles a cell of a decision table: true when the value `?` fits. A dash or nothing fits everything. */
export function compileUnaryTests(text: string, element = text): Cell {
  const tests = text.trim()
  if (tests === '' || tests === '-') return () => true
  const tree = read(text, element, () => parseUnaryTests(tests, { '?': null }, undefined))
  const whole: Cell = (value, values) => orNull(() => unaryTest(tests, { ...values, '?': value }).value) === true
  const simple = compileCell(tree.topNode, tests)
  if (!simple) return whole
  const sure = readsOneWay(tests)
  return (value, values) => {
    const fits = sure || plainlyNamed(values) ? simple(value) : unsure
    return fits === unsure ? whole(value, values) : fits
  }
}

/** The library throws where FEEL says null: at an order of things that have none, or a name that hides a word of FEEL. */
function orNull(ask: () => unknown): unknown {
  try {
    return ask() ?? null
  } catch {
    return null
  }
}

function read(text: string, element: string, parse: () => Tree): Tree {
  try {
    const tree = parse()
    checkWhollyRead(tree)
    checkCalls(tree, text.trim())
    return tree
  } catch (error) {
    throw new ModelError([{ element, reason: `"${text.slice(0, 80)}" is no FEEL expression: ${error instanceof Error ? error.message : String(error)}` }])
  }
}

/** The parser mends what it can't read and goes on; a model must not mean what it does not say. */
function checkWhollyRead(tree: Tree): void {
  tree.iterate({
    enter: (node) => {
      if (node.type.isError) throw new Error(`it can not be read at character ${node.from + 1}`)
      // `a == b` is read as "a is the same as the test (= b)", which nothing ever is.
      if (node.name === 'SimplePositiveUnaryTest' && node.node.parent?.name === 'Comparison')
        throw new Error(`there is one sign too many at character ${node.from + 1}`)
    },
  })
}

/** A call of a function that is nowhere is null for ever: a slip of the pen that would send each case the same way. */
function checkCalls(tree: Tree, text: string): void {
  const called = new Set<string>()
  let defines = false
  tree.iterate({
    enter: (node) => {
      if (node.name === 'FunctionDefinition') defines = true
      const name = node.name === 'FunctionInvocation' ? node.node.firstChild : null
      if (name?.name === 'VariableName') called.add(text.slice(name.from, name.to))
    },
  })
  for (const name of called)
    if (!defines && evaluate(name, {}).value === null) throw new Error(`there is no function ${name}`)
}
