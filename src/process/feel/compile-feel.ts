import { compile, compileTest, type Compiling, type Run, type Test } from './compile-expression.ts'
import { compileCell } from './compile-cell.ts'
import { checkCalls } from './check-calls.ts'
import { newBudget, withinStack, type Budget } from './limits.ts'
import { ModelError } from '../model-error.ts'
import { parseExpression, parseUnaryTests } from './parse-feel.ts'
import { gatherNames, normalName } from './read-name.ts'
import { FeelSyntaxError } from './scan.ts'
import type { Scope } from './scope.ts'
import { anyType, plainType, type FeelType } from './types.ts'
import type { Surroundings } from './surroundings.ts'
import type { TypeNode } from './syntax.ts'

export type Values = Readonly<Record<string, unknown>>

/** An expression, ready to be asked: takes the variables it may look at, gives its value (null when it has none). */
export type Expression = (values: Values) => unknown

/** A cell of a decision table, ready to be asked: true when the value fits. */
export type Cell = (value: unknown, values: Values) => boolean

export const nowhere: Surroundings = { names: gatherNames([]), types: () => undefined, functions: new Set(), clock: false }

/**
 * Compiles a FEEL expression (DMN 1.5, clause 10.3). Throws a ModelError naming `element` when it is no FEEL. An expression
 * that can't be evaluated has no value; one that takes more work than there is throws a FeelRefusal, and so does one that
 * asks for the time, which has no place here: a model takes it as a variable.
 */
export function compileFeel(text: string, element = text): Expression {
  const run = compileIn(text, element, nowhere)
  const others = new Map<string, Run>()
  return (values) => withinStack(() => runFor(values, text, element, run, others)(root(values)), element)
}

/** Compiles a cell of a decision table: true when the value `?` fits. A dash or nothing fits everything. */
export function compileUnaryTests(text: string, element = text): Cell {
  const test = compileTestsIn(text, element, nowhere)
  return (value, values) => withinStack(() => test(value, root(values)), element) === true
}

const root = (values: Values, budget: Budget = newBudget()): Scope => ({ vars: values, up: null, budget })

export { root as newScope }

/**
 * Names that hold spaces or signs change how a text is read: where there is a variable `a-b`, that is no difference. The
 * text is read again for such names, and kept for the next time.
 */
function runFor(values: Values, text: string, element: string, plain: Run, others: Map<string, Run>): Run {
  let odd = ''
  for (const name in values) if (!isPlain(name)) odd += `${name}\n`
  if (odd === '') return plain
  const known = others.get(odd)
  if (known) return known
  if (others.size >= 20) others.clear()
  const run = reread(text, element, Object.keys(values)) ?? plain
  others.set(odd, run)
  return run
}

function reread(text: string, element: string, names: readonly string[]): Run | null {
  try {
    return compileIn(text, element, { ...nowhere, names: gatherNames(names.filter((name) => normalName(name) !== '')) })
  } catch (error) {
    if (error instanceof ModelError) return null
    throw error
  }
}

const plainName = /^[\p{L}_]\w*$/u
/** The same few names are asked for again and again while many cases move; the answer for a name never changes. */
const plainNames = new Set<string>()
const mostNames = 10_000

function isPlain(name: string): boolean {
  if (plainNames.has(name)) return true
  if (!plainName.test(name)) return false
  if (plainNames.size >= mostNames) plainNames.clear()
  plainNames.add(name)
  return true
}

/** Compiles an expression among what a model declares. */
export function compileIn(text: string, element: string, surroundings: Surroundings): Run {
  const expression = text.trim()
  if (expression === '') throw new ModelError([{ element, reason: 'The expression is empty.' }])
  return read(expression, element, () => {
    const node = parseExpression(expression, surroundings.names)
    checkCalls([node], surroundings)
    return compile(node, compilingIn(surroundings))
  })
}

/** Compiles a cell among what a model declares: the value that it tests, and what the cell may look at. */
export function compileTestsIn(text: string, element: string, surroundings: Surroundings): Test {
  const written = text.trim()
  if (written === '') return () => true
  return read(written, element, () => {
    const { negated, tests } = parseUnaryTests(written, surroundings.names)
    if (!tests) return () => true
    checkCalls(tests, surroundings)
    return compileCell(tests.map((test) => [test, compileTest(test, compilingIn(surroundings))] as const), negated)
  })
}

function compilingIn({ types }: Surroundings): Compiling {
  const typeOf = (node: TypeNode): FeelType => {
    switch (node.kind) {
      case 'named':
        return plainType(node.name) ?? types(node.name) ?? anyType
      case 'list':
      case 'range':
        return { kind: node.kind, of: typeOf(node.of) }
      case 'context':
        return { kind: 'context', entries: node.entries.map(([name, type]) => [name, typeOf(type)]) }
      case 'function':
        return { kind: 'function', params: node.params.map((param) => [null, typeOf(param)]), result: typeOf(node.result) }
    }
  }
  return { typeOf }
}

function read<T>(text: string, element: string, parse: () => T): T {
  try {
    return withinStack(parse)
  } catch (error) {
    if (!(error instanceof FeelSyntaxError) && !(error instanceof Error && error.name === 'FeelRefusal')) throw error
    throw new ModelError([{ element, reason: `"${text.slice(0, 80)}" is no FEEL expression: ${(error as Error).message}` }])
  }
}
