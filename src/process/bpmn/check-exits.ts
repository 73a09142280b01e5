import type { ModelProblem } from '../model-error.ts'
import { takesOver } from './events-of.ts'
import type { Body, Node } from './model.ts'

/**
 * A token that can come to no end goes round for ever: named is an element of the circle. Nothing is wrong where
 * something else can end it: an event subprocess that interrupts, an end event beside it that ends all, a throw that
 * could be caught further out.
 */
export function checkExits(body: Body): readonly ModelProblem[] {
  const nodes = [...body.nodes.values()]
  if (nodes.some(endsAll) || body.events.some(takesOver)) return []
  const sources = new Map<Node, Node[]>()
  const lead = (from: Node, to: Node) => sources.get(to)?.push(from) ?? sources.set(to, [from])
  for (const node of nodes) {
    for (const { target } of node.outgoing) lead(node, target)
    for (const event of node.boundary) if (event.does.kind === 'boundary' && event.does.on !== 'compensation') lead(node, event)
  }
  const leadsOut = new Set(nodes.filter(({ outgoing }) => outgoing.length === 0))
  for (const node of leadsOut) for (const source of sources.get(node) ?? []) leadsOut.add(source)
  const lost = nodes.find((node) => !leadsOut.has(node))
  return lost ? [{ element: circleAfter(lost).id, reason: 'It goes round in a circle from which no way leads to an end.' }] : []
}

/** Whatever way is taken from where none leads out, it comes to a circle. */
function circleAfter(lost: Node): Node {
  const seen = new Set<Node>()
  let node = lost
  for (; !seen.has(node); node = node.outgoing[0]!.target) seen.add(node)
  return node
}

function endsAll({ does }: Node): boolean {
  if (does.kind === 'terminate') return true
  return (does.kind === 'end' || does.kind === 'throw') && (does.throws?.on === 'error' || does.throws?.on === 'escalation')
}
