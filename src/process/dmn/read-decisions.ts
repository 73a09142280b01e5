import { ModelError, type ModelProblem } from '../model-error.ts'
import type { Graph, GraphNode } from './graph.ts'
import { checkGraph } from './check-graph.ts'
import { compileGraph, type Mistakes } from './compile-graph.ts'
import { parseDmn } from './parse-dmn.ts'
import { gatherFiles } from './gather-files.ts'

/** One decision, decision service or business knowledge model, ready to be asked. */
export type Decision = {
  readonly id: string
  readonly name: string
  readonly node: Extract<GraphNode, { kind: 'decision' | 'service' | 'knowledge' }>
  readonly graph: Graph
}

/** The decisions of one DMN file by id, each after those that it requires. */
export type Decisions = ReadonlyMap<string, Decision>

/**
 * Reads a DMN 1.2 to 1.5 file: decisions with their requirements, business knowledge models, decision services, and all
 * boxed expressions. `imported` are the texts of the files that it imports. Throws a ModelError that lists everything that
 * can't be run exactly as it is written, each with its element's id. With `mistakes: 'null'` a part that can't be run says
 * null instead, as the standard has it: for models of others, never for those that an office decides by.
 */
export async function readDecisions(xml: string, { imported = [], mistakes = 'refuse' }: { readonly imported?: readonly string[]; readonly mistakes?: Mistakes } = {}): Promise<Decisions> {
  const [main, ...others] = await Promise.all([xml, ...imported].map(parseDmn))
  const problems: ModelProblem[] = []
  const files = gatherFiles(main!, others, problems)
  const graph = compileGraph(files, problems, mistakes)
  if (problems.length === 0) problems.push(...checkGraph(graph))
  if (problems.length > 0) throw new ModelError(problems)
  const decisions = new Map<string, Decision>()
  for (const node of graph.values()) if (node.kind !== 'input' && !node.key.includes('#')) decisions.set(node.key, { id: node.key, name: node.name, node, graph })
  return decisions
}
