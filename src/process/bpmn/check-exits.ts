import type { ModelProblem } from '../model-error.ts'
import { interrupts, startOf } from './events-of.ts'
import type { Body, Node } from './model.ts'

/**
 * A token that can come to no end goes round for ever: named is the first element from which there is no way out.
 * Nothing is wrong where something else can end it: an event subprocess that interrupts, an end event beside it that ends
 * all, a throw that could be caught further out.
 */
export function checkExits(body: Body): readonly ModelProblem[] {
  const nodes = [...body.nodes.values()]
  if (nodes.some(endsAll) || body.events.some((event) => startOf(event) && interrupts(startOf(event)!))) return []
  const sources = new Map<Node, Node[]>()
  const lead = (from: Node, to: Node) => sources.get(to)?.push(from) ?? sources.set(to, [from])
  for (const node of nodes) {
    for (const { target } of node.outgoing) lead(node, target)
    for (const event of node.boundary) if (event.does.kind === 'boundary' && event.does.on !== 'compensation') lead(node, event)
  }
  const leadsOut = new Set(nodes.filter(({ outgoing }) => outgoing.length === 0))
  for (const node of leadsOut) for (const source of sources.get(node) ?? []) leadsOut.add(source)
  const lost = nodes.find((node) => !leadsOut.has(node))
  return lost ? [{ element: lost.id, reason: 'No way leads from here to an end.' }] : []
}

function endsAll({ does }: Node): boolean {
  if (does.kind === 'terminate') return true
  return (does.kind === 'end' || does.kind === 'throw') && (does.throws?.on === 'error' || does.throws?.on === 'escalation')
}
