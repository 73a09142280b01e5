import type { Body, Node } from '../bpmn/model.ts'
import { goOn } from './leave.ts'
import type { Run } from './run.ts'
import { inOrder, withEntry, withoutEntry, type Scope } from './scope.ts'

/** Counts a token in at an inclusive gateway that joins. */
export function cameIn(scope: Scope, node: Node, by: string): void {
  const came = scope.joins?.[node.id] ?? {}
  scope.joins = withEntry(scope.joins, node.id, withEntry(came, by, (came[by] ?? 0) + 1))
}

/**
 * Lets an inclusive gateway go on that waits for nobody: no token can still come by a flow on which none has come,
 * unless it could as well come by one on which one has (BPMN 2.0.2, 13.4.3). Asked when no token moves. True when one
 * of them went on.
 */
export function joinInclusively(run: Run, scope: Scope): boolean {
  for (const node of inOrder(scope, scope.joins ?? {})) {
    const { id } = node
    if (node.does.kind !== 'inclusive' || !isWhole(scope, node)) continue
    let came: Readonly<Record<string, number>> | undefined
    for (const [flow, tokens] of Object.entries(scope.joins![id]!)) if (tokens > 1) came = withEntry(came, flow, tokens - 1)
    scope.joins = came ? withEntry(scope.joins, id, came) : withoutEntry(scope.joins, id)
    goOn(run, scope, node)
    return true
  }
  return false
}

function isWhole(scope: Scope, join: Node): boolean {
  const came = scope.joins?.[join.id] ?? {}
  const reach = reachOf(scope.body!, join)
  const [missing, there] = [join.incoming.filter((flow) => !came[flow]), join.incoming.filter((flow) => came[flow])]
  const waits = (id: string) => missing.some((flow) => reach.get(flow)?.has(id)) && !there.some((flow) => reach.get(flow)?.has(id))
  for (const id in scope.at) if (waits(id)) return false
  for (const id in scope.joins) if (id !== join.id && waits(id)) return false
  return true
}

type Reach = ReadonlyMap<string, ReadonlySet<string>>
const known = new WeakMap<Node, Reach>()

/** From where a token could come to a join, by each of its flows, without passing the join. A model does not change: figured once. */
export function reachOf(body: Body, join: Node): Reach {
  const before = known.get(join)
  if (before) return before
  const sources = new Map<string, readonly Node[]>()
  const add = (to: string, from: Node) => sources.set(to, [...(sources.get(to) ?? []), from])
  for (const node of body.nodes.values()) {
    for (const { to } of node.outgoing) add(to, node)
    for (const event of node.boundary) add(event.id, node)
  }
  const reach = new Map<string, ReadonlySet<string>>()
  for (const node of body.nodes.values())
    for (const flow of node.outgoing) {
      if (flow.target !== join) continue
      const from = new Set([node.id])
      for (const id of from) for (const source of sources.get(id) ?? []) if (source !== join) from.add(source.id)
      reach.set(flow.id, from)
    }
  known.set(join, reach)
  return reach
}
