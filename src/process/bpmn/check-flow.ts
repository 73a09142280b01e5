import type { Decisions } from '../dmn/read-decisions.ts'
import type { ModelProblem } from '../model-error.ts'
import type { ReadNode } from './read-node.ts'

/** What is wrong with how the elements hang together. Nothing when the process can be run from start to end. */
export function checkFlow(nodes: readonly ReadNode[], decisions: Decisions): readonly ModelProblem[] {
  const starts = nodes.filter((node) => node.does.kind === 'start')
  if (starts.length !== 1) return [{ element: starts[1]?.id ?? 'process', reason: `A process has one start event, this one has ${starts.length}.` }]
  const known = new Map(nodes.map((node) => [node.id, node]))
  return [
    ...nodes.flatMap((node) => checkNode(node, known, decisions)),
    ...unreached(nodes, known, starts[0]!),
    ...waitless(nodes, known),
  ]
}

function checkNode(node: ReadNode, known: ReadonlyMap<string, ReadNode>, decisions: Decisions): readonly ModelProblem[] {
  const problem = (reason: string): ModelProblem[] => [{ element: node.id, reason }]
  const { does } = node
  const ends = does.kind === 'end' || does.kind === 'terminate'
  if (ends && node.outgoing.length > 0) return problem('Nothing comes after an end event.')
  if (!ends && node.outgoing.length === 0) return problem('It leads nowhere: draw a flow to the next element or to an end event.')
  if ((does.kind === 'start' || does.kind === 'boundary') && node.incoming.length > 0) return problem('No flow leads to an event that starts something.')
  switch (does.kind) {
    case 'decision':
      return decisions.has(does.decision) ? [] : problem(`The decision ${does.decision} is not in the service's DMN file.`)
    case 'exclusive': {
      if (does.otherwise !== null && !node.outgoing.some((flow) => flow.id === does.otherwise)) return problem('Its default is not one of its own flows.')
      const open = node.outgoing.filter((flow) => flow.when === null && flow.id !== does.otherwise)
      return node.outgoing.length > 1 && open.length > 0 ? [{ element: open[0]!.id, reason: 'A flow out of this gateway needs a condition, or to be its default.' }] : []
    }
    case 'boundary': {
      const host = known.get(does.host)?.does.kind
      return host === 'user' || host === 'service' || host === 'catch' ? [] : problem('An event can stand only on the edge of a task that waits.')
    }
    default:
      return []
  }
}

function unreached(nodes: readonly ReadNode[], known: ReadonlyMap<string, ReadNode>, start: ReadNode): readonly ModelProblem[] {
  const reached = new Set([start.id])
  for (const id of reached) {
    for (const flow of known.get(id)?.outgoing ?? []) reached.add(flow.to)
    for (const node of nodes) if (node.does.kind === 'boundary' && node.does.host === id) reached.add(node.id)
  }
  return nodes.filter((node) => !reached.has(node.id)).map((node) => ({ element: node.id, reason: 'No way leads here from the start.' }))
}

/** A circle in which nothing waits would never come to rest. */
function waitless(nodes: readonly ReadNode[], known: ReadonlyMap<string, ReadNode>): readonly ModelProblem[] {
  const waits = (node: ReadNode) => ['user', 'service', 'catch'].includes(node.does.kind)
  const done = new Set<string>()
  const circle = (id: string, path: readonly string[]): string | null => {
    const node = known.get(id)
    if (!node || done.has(id) || waits(node)) return null
    if (path.includes(id)) return id
    for (const flow of node.outgoing) {
      const found = circle(flow.to, [...path, id])
      if (found) return found
    }
    done.add(id)
    return null
  }
  const found = nodes.map((node) => circle(node.id, [])).find(Boolean)
  return found ? [{ element: found, reason: 'It goes round in a circle in which nothing waits.' }] : []
}
