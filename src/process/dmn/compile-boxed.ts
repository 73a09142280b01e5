import { compileIn } from '../feel/compile-feel.ts'
import type { Surroundings } from '../feel/surroundings.ts'
import { define } from '../feel/define.ts'
import { bind, invoke, type TypedParam } from '../feel/invoke.ts'
import { FeelFunction, isContext, isList, isNothing } from '../feel/kinds.ts'
import { charge } from '../feel/limits.ts'
import { withNames } from '../feel/read-name.ts'
import { within } from '../feel/scope.ts'
import { compileTable } from './decision-table.ts'
import type { BoxedElement, Child, Variable } from './element.ts'
import { itemsOf } from '../feel/compile-for.ts'
import { refuse } from './problems.ts'
import { typed, typeOf, type Logic } from './typed.ts'

/** Compiles a boxed expression (DMN 1.5, 10.2). `owner` names it where a part has no id of its own. */
export function compileBoxed(element: BoxedElement, owner: string, surroundings: Surroundings): Logic {
  const id = element.id ?? owner
  const logic = compileKind(element, id, owner, surroundings)
  return typed(logic, element.typeRef, id, surroundings)
}

function compileKind(element: BoxedElement, id: string, owner: string, surroundings: Surroundings): Logic {
  if (element.expressionLanguage && !/feel/i.test(element.expressionLanguage)) refuse(owner, `${element.expressionLanguage} is not run here, only FEEL.`)
  switch (element.$type) {
    case 'dmn:LiteralExpression':
      if (element.importedValues) refuse(id, 'Values of another file are not read here.')
      return compileIn(element.text ?? '', owner, surroundings)
    case 'dmn:DecisionTable':
      return compileTable(owner, element, surroundings)
    case 'dmn:Context':
      return compileContext(element, owner, surroundings)
    case 'dmn:List':
      return compileItems(element.elements ?? [], owner, surroundings)
    case 'dmn:Relation':
      return compileRelation(element, owner, surroundings)
    case 'dmn:Invocation':
      return compileInvocation(element, owner, surroundings)
    case 'dmn:FunctionDefinition':
      return compileDefinition(element, owner, surroundings)
    case 'dmn:Conditional':
      return compileConditional(element, owner, surroundings)
    case 'dmn:Filter':
      return compileFilter(element, owner, surroundings)
    case 'dmn:For':
    case 'dmn:Every':
    case 'dmn:Some':
      return compileIterator(element, owner, surroundings)
    default:
      return refuse(id, `${element.$type} is not run here.`)
  }
}

const missing = (element: string, what: string): never => refuse(element, `${what} is missing.`)

/** Each entry sees those before it; an entry without a name is what the whole says (10.2.1.5). */
function compileContext(element: BoxedElement, owner: string, surroundings: Surroundings): Logic {
  let inner = surroundings
  const names = new Set<string>()
  const entries = (element.contextEntry ?? []).map(({ id = owner, variable, value }, place, all) => {
    const name = variable?.name
    if (!value) return missing(id, 'What the entry says')
    if (!name && place < all.length - 1) refuse(id, 'Only the last entry may have no name.')
    if (name && names.has(name)) refuse(id, `There are two entries ${name}.`)
    const says = typed(compileBoxed(value, value.id ?? id, name && value.$type === 'dmn:FunctionDefinition' ? naming(inner, [name]) : inner), variable?.typeRef, id, surroundings)
    if (name) {
      names.add(name)
      inner = naming(inner, [name])
    }
    return [name ?? null, says] as const
  })
  return (scope) => {
    charge(scope.budget, entries.length)
    const made: Record<string, unknown> = {}
    const seen = within(scope, made)
    for (const [name, says] of entries) {
      const said = says(seen)
      if (name === null) return said
      define(made, name, said)
    }
    return made
  }
}

const naming = (surroundings: Surroundings, names: readonly string[]): Surroundings => ({ ...surroundings, names: withNames(surroundings.names, names) })

function compileItems(elements: readonly BoxedElement[], owner: string, surroundings: Surroundings): Logic {
  const items = elements.map((each) => compileBoxed(each, each.id ?? owner, surroundings))
  return (scope) => {
    charge(scope.budget, items.length)
    return items.map((item) => item(scope))
  }
}

/** A list of contexts, written as rows and columns (10.2.1.6). */
function compileRelation(element: BoxedElement, owner: string, surroundings: Surroundings): Logic {
  const columns = (element.column ?? []).map((column) => column.name ?? missing(column.id ?? owner, 'The name of a column'))
  const rows = (element.row ?? []).map((row) => {
    const cells = row.elements ?? []
    if (cells.length !== columns.length) refuse(row.id ?? owner, `The row has ${cells.length} cells where there are ${columns.length} columns.`)
    return cells.map((cell, place) => typed(compileBoxed(cell, cell.id ?? owner, surroundings), element.column?.[place]?.typeRef, cell.id ?? owner, surroundings))
  })
  return (scope) => {
    charge(scope.budget, rows.length * columns.length)
    return rows.map((cells) => {
      const made: Record<string, unknown> = {}
      for (const [place, cell] of cells.entries()) define(made, columns[place]!, cell(scope))
      return made
    })
  }
}

/** Calls a function with values for its parameters by name (10.2.1.4). */
function compileInvocation(element: BoxedElement, owner: string, surroundings: Surroundings): Logic {
  if (!element.calledFunction) return missing(owner, 'The function that is called')
  const called = compileBoxed(element.calledFunction, owner, surroundings)
  const bindings = (element.binding ?? []).map(({ parameter, bindingFormula }) => {
    const name = parameter?.name ?? missing(owner, 'The name of a parameter')
    return [name, bindingFormula ? typed(compileBoxed(bindingFormula, bindingFormula.id ?? owner, surroundings), parameter?.typeRef, owner, surroundings) : () => null] as const
  })
  return (scope) => {
    const named: Record<string, unknown> = {}
    for (const [name, says] of bindings) define(named, name, says(scope))
    return invoke(called(scope), [], named, scope.budget)
  }
}

/** The parameters and the body of a function (10.2.1.7). Only those of FEEL are run here. */
export function compileFunctionBody(element: BoxedElement, owner: string, surroundings: Surroundings): { readonly params: readonly TypedParam[]; readonly says: Logic } {
  if (element.kind && element.kind !== 'FEEL') refuse(owner, `A function of the kind ${element.kind} is not run here, only FEEL.`)
  const params = (element.formalParameter ?? []).map((each: Variable) => ({ name: each.name ?? missing(owner, 'The name of a parameter'), type: typeOf(each.typeRef, owner, surroundings) }))
  if (!element.body) return missing(owner, 'The body of a function')
  return { params, says: compileBoxed(element.body, element.body.id ?? owner, naming(surroundings, params.map((param) => param.name))) }
}

function compileDefinition(element: BoxedElement, owner: string, surroundings: Surroundings): Logic {
  const { params, says } = compileFunctionBody(element, owner, surroundings)
  const names = params.map((param) => param.name)
  return (scope) =>
    new FeelFunction(names, (args, named) => {
      const given = bind(params, args, named)
      return given && says(within(scope, given))
    })
}

function compileChild(child: Child | undefined, what: string, owner: string, surroundings: Surroundings): Logic {
  if (!child?.value) return missing(owner, what)
  return typed(compileBoxed(child.value, child.value.id ?? owner, surroundings), child.typeRef, owner, surroundings)
}

/** 10.2.1.9 */
function compileConditional(element: BoxedElement, owner: string, surroundings: Surroundings): Logic {
  const [condition, then, otherwise] = [compileChild(element.if, 'The condition', owner, surroundings), compileChild(element.then, '"then"', owner, surroundings), compileChild(element.else, '"else"', owner, surroundings)]
  return (scope) => (condition(scope) === true ? then(scope) : otherwise(scope))
}

/** What is kept of a list: each item is `item`, and its entries are names (10.2.1.10). It answers as a filter of FEEL does. */
function compileFilter(element: BoxedElement, owner: string, surroundings: Surroundings): Logic {
  const list = compileChild(element.in, 'The list', owner, surroundings)
  const fits = compileChild(element.match, 'The condition', owner, naming(surroundings, ['item']))
  return (scope) => {
    const found = list(scope)
    if (found === null) return null
    const items = isList(found) ? found : [found]
    charge(scope.budget, items.length)
    const said = items.map((item) => {
      const named = within(scope, { item })
      return fits(isContext(item) ? within(named, item) : named)
    })
    return said.every((each) => typeof each === 'boolean' || isNothing(each)) ? items.filter((_, place) => said[place] === true) : null
  }
}

/** `for`, `every` and `some` (10.2.1.11), which answer as those of FEEL do. */
function compileIterator(element: BoxedElement, owner: string, surroundings: Surroundings): Logic {
  const name = element.iteratorVariable ?? missing(owner, 'The name of the variable')
  const list = compileChild(element.in, 'The list', owner, surroundings)
  const loops = element.$type === 'dmn:For'
  const says = compileChild(loops ? element.return : element.satisfies, 'What it says of each', owner, naming(surroundings, loops ? [name, 'partial'] : [name]))
  const every = element.$type === 'dmn:Every'
  return (scope) => {
    const items = itemsOf(list(scope), scope.budget)
    if (!items) return null
    const partial: unknown[] = []
    for (const item of items) {
      charge(scope.budget, 1)
      const vars: Record<string, unknown> = loops ? { partial } : {}
      define(vars, name, item)
      partial.push(says(within(scope, vars)))
    }
    if (loops) return partial
    if (partial.includes(!every)) return !every
    return partial.every((said) => typeof said === 'boolean') ? every : null
  }
}
