import { define } from '../feel/define.ts'
import type { FunctionType } from '../feel/function-type.ts'
import { bind, invoke, type TypedParam } from '../feel/invoke.ts'
import { adopt, FeelFunction, isNothing } from '../feel/kinds.ts'
import type { Budget } from '../feel/limits.ts'
import { normalName } from '../feel/read-name.ts'
import { within, type Scope } from '../feel/scope.ts'
import { anyType, coerce, type FeelType } from '../feel/types.ts'
import type { Graph, GraphNode, Need } from './graph.ts'

/** One question: what was given, and what has been found so far, so that each decision is asked once. */
export type Asking = { readonly graph: Graph; readonly root: Scope; readonly given: ReadonlyMap<string, unknown>; readonly found: Map<string, unknown>; readonly budget: Budget }

const nothingGiven: ReadonlyMap<string, unknown> = new Map()

export function startAsking(graph: Graph, values: Readonly<Record<string, unknown>>, budget: Budget, given: ReadonlyMap<string, unknown> = nothingGiven): Asking {
  return { graph, root: { vars: values, up: null, budget }, given, found: new Map(), budget }
}

/** What a part of the graph says: an input its value, a decision its answer, knowledge and a service themselves, as functions. */
export function ask(node: GraphNode, asking: Asking): unknown {
  if (asking.given.has(node.key)) return asking.given.get(node.key)
  if (asking.found.has(node.key)) return asking.found.get(node.key)
  const said = answer(node, asking)
  asking.found.set(node.key, said)
  return said
}

function answer(node: GraphNode, asking: Asking): unknown {
  switch (node.kind) {
    case 'input':
      return as(inputOf(node.names, asking.root.vars), node.type)
    case 'decision':
      return as(node.logic(scopeOf(node.needs, node.hidden, asking.root, asking)), node.type)
    case 'knowledge':
      return knowledgeOf(node, asking)
    case 'service':
      return serviceOf(node, asking)
  }
}

/** A value that does not conform to its type is null (DMN 1.5, 10.3.2.9.4). */
const as = (value: unknown, type: FeelType | null): unknown => (type ? coerce(value, type) : (value ?? null))

function inputOf(names: readonly string[], values: Readonly<Record<string, unknown>>): unknown {
  for (const name of names) if (Object.hasOwn(values, name)) return adopt(values[name])
  for (const key in values) if (names.includes(normalName(key))) return adopt(values[key])
  return null
}

/** What a decision may look at: all that was given, but of the model's own inputs only those that it requires. */
function scopeOf(needs: readonly Need[], hidden: readonly string[], root: Scope, asking: Asking): Scope {
  if (needs.length === 0 && hidden.length === 0) return root
  const vars: Record<string, unknown> = {}
  for (const name of hidden) define(vars, name, null)
  for (const { key, path } of needs) place(vars, path, ask(asking.graph.get(key)!, asking))
  return within(root, vars)
}

function place(vars: Record<string, unknown>, [name, ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) return define(vars, name!, value)
  const inner = Object.hasOwn(vars, name!) && vars[name!] !== null ? (vars[name!] as Record<string, unknown>) : {}
  place(inner, rest, value)
  define(vars, name!, inner)
}

/** Knowledge sees its parameters and what it requires, nothing of who calls it (6.3.9). */
function knowledgeOf(node: Extract<GraphNode, { kind: 'knowledge' }>, asking: Asking): FeelFunction {
  let scope: Scope | undefined
  const itself: FeelFunction = new FeelFunction(
    node.params.map((param) => param.name),
    (args, named) => {
      const given = bind(node.params, args, named)
      scope ??= scopeOf(node.needs, [], { vars: { [node.name]: itself }, up: null, budget: asking.budget }, asking)
      return given && as(node.logic(within(scope, given)), node.type)
    },
    typeOfFunction(node.params, node.type),
  )
  return itself
}

/** A decision service as a function: it knows what it is given and nothing else (6.3.11). */
function serviceOf(node: Extract<GraphNode, { kind: 'service' }>, asking: Asking): FeelFunction {
  return new FeelFunction(
    node.inputs.map((input) => input.name),
    (args, named) => {
      const given = bind(node.inputs, args, named)
      // It is not called with what its inputs may not be.
      if (!given || node.inputs.some(({ name }, place) => given[name] === null && !isNothing(named ? named[name] : args[place]))) return null
      const inner = startAsking(asking.graph, {}, asking.budget, new Map(node.inputs.map(({ key, name }) => [key, given[name]])))
      return runService(node, inner)
    },
    typeOfFunction(node.inputs, node.type),
  )
}

const typeOfFunction = (params: readonly TypedParam[], result: FeelType | null): FunctionType => ({ kind: 'function', params: params.map(({ name, type }) => [name, type ?? anyType]), result: result ?? anyType })

/** What a question gives for a service's inputs, decisions among them; null for those that it does not give. */
export function givenTo(node: Extract<GraphNode, { kind: 'service' }>, values: Readonly<Record<string, unknown>>): ReadonlyMap<string, unknown> {
  return new Map(node.inputs.map(({ key, names, type }) => [key, as(inputOf(names, values), type)]))
}

/** Knowledge that is asked by itself: its parameters are what is given under their names, null where nothing is. */
export function runKnowledge(node: Extract<GraphNode, { kind: 'knowledge' }>, asking: Asking): unknown {
  const { vars } = asking.root
  return invoke(ask(node, asking), [], Object.fromEntries(node.params.map(({ name }) => [name, Object.hasOwn(vars, name) ? adopt(vars[name]) : null])), asking.budget)
}

/** One output decision speaks alone; several make a context of their answers. */
export function runService(node: Extract<GraphNode, { kind: 'service' }>, asking: Asking): unknown {
  const [only, ...more] = node.outputs
  if (only && more.length === 0) return as(ask(asking.graph.get(only.key)!, asking), node.type)
  const made: Record<string, unknown> = {}
  for (const { key, name } of node.outputs) define(made, name, ask(asking.graph.get(key)!, asking))
  return as(made, node.type)
}
