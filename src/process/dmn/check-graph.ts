import type { ModelProblem } from '../model-error.ts'
import type { Graph, GraphNode } from './graph.ts'

/** Parts that require each other in one line. */
const longestLine = 500

const needsOf = (node: GraphNode): readonly string[] => (node.kind === 'decision' || node.kind === 'knowledge' ? node.needs.map((need) => need.key) : node.kind === 'service' ? node.outputs.map((output) => output.key) : [])

/** Finds requirements that lead nowhere, circles, which can't be decided, and lines without end (DMN 1.5, 6.2). */
export function checkGraph(graph: Graph): readonly ModelProblem[] {
  const problems: ModelProblem[] = []
  for (const node of graph.values()) for (const key of needsOf(node)) if (!graph.has(key)) problems.push({ element: node.key, reason: `It requires ${key}, which is not in this file.` })
  if (problems.length > 0) return problems
  const depths = new Map<string, number>()
  for (const start of graph.keys()) {
    const found = depthOf(start, graph, depths)
    if (found) return [found]
  }
  return []
}

/** Goes down with a list of its own: a line may be longer than the machine's stack. */
function depthOf(start: string, graph: Graph, depths: Map<string, number>): ModelProblem | null {
  const path: string[] = []
  const open = new Set<string>()
  const todo = [{ key: start, back: false }]
  while (todo.length > 0) {
    const { key, back } = todo.pop()!
    if (back) {
      const depth = 1 + Math.max(0, ...needsOf(graph.get(key)!).map((need) => depths.get(need) ?? 0))
      if (depth > longestLine) return { element: key, reason: `More than ${longestLine} decisions require each other in one line.` }
      depths.set(key, depth)
      open.delete(path.pop()!)
    } else if (open.has(key)) return { element: key, reason: `It requires itself: ${[...path.slice(path.indexOf(key)), key].join(' > ')}.` }
    else if (!depths.has(key)) {
      open.add(key)
      path.push(key)
      todo.push({ key, back: true }, ...needsOf(graph.get(key)!).map((need) => ({ key: need, back: false })))
    }
  }
  return null
}
