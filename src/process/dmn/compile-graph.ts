import type { Surroundings } from '../feel/surroundings.ts'
import { gatherNames } from '../feel/read-name.ts'
import { anyType, plainType, type FeelType } from '../feel/types.ts'
import type { ModelProblem } from '../model-error.ts'
import { compileBoxed, compileFunctionBody } from './compile-boxed.ts'
import { typeOf } from './typed.ts'
import type { GraphElement, Reference } from './element.ts'
import type { ModelFile } from './gather-files.ts'
import type { Graph, GraphNode, Need } from './graph.ts'
import { attempt, refuse } from './problems.ts'
import { componentNames, readTypes, type FindType } from './read-types.ts'

const nameOf = (element: GraphElement): string => element.variable?.name ?? element.name ?? element.id ?? ''
const idOf = (element: GraphElement): string => element.id ?? element.name ?? element.$type

/** What every part of a file may name. */
type FileSurroundings = { readonly file: ModelFile; readonly types: FindType; readonly members: readonly string[]; readonly names: ReadonlyMap<string, string>; readonly functions: ReadonlySet<string> }

/** What becomes of a mistake: the file is refused, or the part that holds it says null, as the standard has it (10.3.2.13). */
export type Mistakes = 'refuse' | 'null'

/** Compiles every part of the files. What can't be run is added to `problems`, where mistakes are refused. */
export function compileGraph(files: readonly ModelFile[], found: ModelProblem[], mistakes: Mistakes): Graph {
  const problems = mistakes === 'null' ? [] : found
  const known = (find: FindType): FindType => (mistakes === 'null' ? (name) => find(name) ?? anyType : find)
  const names = new Map(files.flatMap((file) => file.elements.map((element) => [file.keyOf({ href: `#${idOf(element)}` }), nameOf(element)] as const)))
  const members = files.flatMap((file) => [...componentNames(file.definitions.itemDefinition ?? []), ...file.elements.map(nameOf)])
  const functions = new Set(files.flatMap((file) => file.elements.filter(isFunction).map(nameOf)))
  const finders = new Map<unknown, FindType>()
  const graph = new Map<string, GraphNode>()
  // Types of imported files come first; the main file is the last that is needed.
  for (const file of files.toReversed()) {
    const imported: FindType = (name) => importedType(name, file, finders)
    const types = attempt(problems, () => readTypes(file.definitions.itemDefinition ?? [], imported)) ?? plainType
    finders.set(file.definitions, types)
  }
  for (const file of files) {
    const around: FileSurroundings = { file, types: known(finders.get(file.definitions)!), members, names, functions }
    for (const element of file.elements) {
      const node = attempt(problems, () => compileElement(element, around)) ?? silent(element, around)
      if (node && graph.has(node.key)) found.push({ element: node.key, reason: 'The id stands twice.' })
      if (node) graph.set(node.key, node)
    }
  }
  return graph
}

/** What stands in for a part that can't be run: it says null, and is no function that can be called. */
const silent = (element: GraphElement, around: FileSurroundings): GraphNode | null =>
  element.$type === 'dmn:KnowledgeSource' ? null : { kind: 'decision', key: keyFor(element, around), name: element.name ?? nameOf(element), type: null, needs: [], hidden: [], logic: () => null }

const isFunction = ({ $type }: GraphElement): boolean => $type === 'dmn:BusinessKnowledgeModel' || $type === 'dmn:DecisionService'

/** `tax.tIncome` is the type tIncome of the file that is imported as tax. */
function importedType(name: string, file: ModelFile, finders: ReadonlyMap<unknown, FindType>): FeelType | undefined {
  for (const { name: prefix, file: other } of file.imports) {
    if (!name.startsWith(`${prefix}.`)) continue
    const found = finders.get(other)?.(name.slice(prefix.length + 1))
    if (found) return found
  }
  return undefined
}

function compileElement(element: GraphElement, around: FileSurroundings): GraphNode | null {
  switch (element.$type) {
    case 'dmn:KnowledgeSource':
      return null
    case 'dmn:InputData':
      return compileInputData(element, around)
    case 'dmn:Decision':
      return compileDecision(element, around)
    case 'dmn:BusinessKnowledgeModel':
      return compileKnowledge(element, around)
    case 'dmn:DecisionService':
      return compileService(element, around)
    default:
      return refuse(idOf(element), `${element.$type} is not run here.`)
  }
}

const keyFor = (element: GraphElement, { file }: FileSurroundings): string => file.keyOf({ href: `#${idOf(element)}` })

function compileInputData(element: GraphElement, around: FileSurroundings): GraphNode {
  const key = keyFor(element, around)
  return { kind: 'input', key, names: namesFor(key, [nameOf(element), element.name ?? nameOf(element)]), type: typeOf(element.variable?.typeRef, idOf(element), surroundingsOf([], around)) }
}

/** Under which names a value is given: where two files have an input of a name, the namespace before it tells which is meant. */
function namesFor(key: string, names: readonly string[]): readonly string[] {
  const namespace = key.slice(0, key.lastIndexOf('#') + 1)
  return [...new Set([...names.map((name) => namespace + name), ...names])]
}

function compileDecision(element: GraphElement, around: FileSurroundings): GraphNode {
  const id = idOf(element)
  const needs = needsOf(element, around)
  const surroundings = surroundingsOf(needs, around)
  // A decision service may be given what people decide; that decision has no logic and is an input.
  if (!element.decisionLogic && isGiven(element, around)) return compileInputData(element, around)
  if (!element.decisionLogic) return refuse(id, 'The decision says nothing.')
  const seen = new Set(needs.map((need) => need.key))
  return {
    kind: 'decision',
    key: keyFor(element, around),
    name: element.name ?? nameOf(element),
    type: typeOf(element.variable?.typeRef, id, surroundings),
    needs,
    hidden: around.file.elements.filter((each) => each.$type === 'dmn:InputData' && !seen.has(keyFor(each, around))).map(nameOf).filter((name) => !needs.some((need) => need.path[0] === name)),
    logic: compileBoxed(element.decisionLogic, id, surroundings),
  }
}

const isGiven = (element: GraphElement, around: FileSurroundings): boolean =>
  around.file.elements.some((each) => (each.inputDecision ?? []).some((reference) => around.file.keyOf(reference) === keyFor(element, around)))

function compileKnowledge(element: GraphElement, around: FileSurroundings): GraphNode {
  const id = idOf(element)
  const needs = needsOf(element, around)
  const surroundings = surroundingsOf(needs, around, [nameOf(element)])
  if (!element.encapsulatedLogic) return refuse(id, 'The business knowledge model says nothing.')
  const { params, says } = compileFunctionBody(element.encapsulatedLogic, id, surroundings)
  const type = functionType(element, id, surroundings)
  return { kind: 'knowledge', key: keyFor(element, around), name: nameOf(element), type: type?.result ?? null, needs, params: params.map((param, place) => ({ ...param, type: param.type ?? typeAt(type, param.name, place) })), logic: says }
}

type FunctionType = Extract<FeelType, { kind: 'function' }>

/** What a function's type says that it takes and gives; a type that is none of a function is that of what it gives. */
function functionType(element: GraphElement, id: string, surroundings: Surroundings): FunctionType | null {
  let type = typeOf(element.variable?.typeRef ?? element.encapsulatedLogic?.typeRef, id, surroundings)
  while (type?.kind === 'later') type = type.of()
  return type && type.kind !== 'function' ? { kind: 'function', params: [], result: type } : type
}

const typeAt = (type: FunctionType | null, name: string, place: number): FeelType | null => (type?.params.find(([each]) => each === name) ?? type?.params[place])?.[1] ?? null

function compileService(element: GraphElement, around: FileSurroundings): GraphNode {
  const id = idOf(element)
  const { file, names } = around
  const surroundings = surroundingsOf([], around)
  const nameAt = (reference: Reference): string => {
    const prefix = file.importNameOf(file.keyOf(reference))
    const name = names.get(file.keyOf(reference)) ?? refuse(id, `It speaks of ${reference.href}, which is not in this file.`)
    return prefix ? `${prefix}.${name}` : name
  }
  const type = functionType(element, id, surroundings)
  const outputs = (element.outputDecision ?? []).map((each) => ({ key: file.keyOf(each), name: nameAt(each) }))
  if (outputs.length === 0) refuse(id, 'The decision service has no output decision.')
  const ownType = (key: string) => typeOf(file.elements.find((each) => keyFor(each, around) === key)?.variable?.typeRef, id, surroundings)
  // Its parameters are first its inputs, then the decisions that it is given (6.3.11).
  const inputs = [...(element.inputData ?? []), ...(element.inputDecision ?? [])].map((each, place) => ({ key: file.keyOf(each), name: nameAt(each), names: namesFor(file.keyOf(each), [names.get(file.keyOf(each)) ?? '']), type: ownType(file.keyOf(each)) ?? typeAt(type, nameAt(each), place) }))
  return { kind: 'service', key: keyFor(element, around), name: element.name ?? nameOf(element), type: type?.result ?? null, outputs, inputs }
}

function needsOf(element: GraphElement, { file, names }: FileSurroundings): readonly Need[] {
  const references = [
    ...(element.informationRequirement ?? []).flatMap(({ requiredDecision, requiredInput }) => requiredDecision ?? requiredInput ?? []),
    ...(element.knowledgeRequirement ?? []).flatMap(({ requiredKnowledge }) => requiredKnowledge ?? []),
  ]
  const own = file.keyOf({ href: `#${idOf(element)}` })
  // Knowledge may call itself; it sees itself without requiring it.
  return references.filter((reference) => !isFunction(element) || file.keyOf(reference) !== own).map((reference) => {
    const key = file.keyOf(reference)
    const name = names.get(key) ?? refuse(idOf(element), `It requires ${reference.href}, which is not in this file.`)
    const prefix = file.importNameOf(key)
    return { key, path: prefix ? [prefix, name] : [name] }
  })
}

function surroundingsOf(needs: readonly Need[], { types, members, functions }: FileSurroundings, more: readonly string[] = []): Surroundings {
  return { names: gatherNames([...needs.map((need) => need.path[0]!), ...more], members), types, functions, clock: true }
}
