import { undoingEdge } from '../bpmn/events-of.ts'
import type { Body, Flow, Node, Process } from '../bpmn/model.ts'

/**
 * Where tokens are, without any data: how many at each place. A place is an element; or an element and a flow, `join<flow`,
 * for tokens that came to a gateway and wait for others; or `!event`, for an event that happened already beside what it
 * stands on and is not looked at again.
 */
export type Marking = Readonly<Record<string, number>>

export const placeOf = (place: string): string => place.replace(/^!/, '').replace(/<.*$/, '')
export const isMark = (place: string): boolean => place.startsWith('!')

/** The same for the same tokens, whatever the order in which they came. */
export const keyOf = (marking: Marking): string => Object.keys(marking).sort().map((place) => `${place}=${marking[place]}`).join(' ')

export const isEmpty = (marking: Marking): boolean => Object.keys(marking).every(isMark)

export function add(marking: Marking, place: string, tokens = 1): Marking {
  return { ...marking, [place]: (marking[place] ?? 0) + tokens }
}

/** Takes a token; with the last one go the marks of events that stand there. */
export function remove(marking: Marking, place: string, node?: Node): Marking {
  const { [place]: tokens = 0, ...rest } = marking
  if (tokens > 1) return { ...rest, [place]: tokens - 1 }
  const left: Record<string, number> = rest
  for (const event of node?.boundary ?? []) delete left[`!${event.id}`]
  return left
}

/** A token goes along a flow: into a subprocess, to its first elements too. */
export function send(marking: Marking, { target, id }: Flow): Marking {
  const joins = (target.does.kind === 'parallel' || target.does.kind === 'inclusive') && target.incoming.length > 1
  if (joins) return add(marking, `${target.id}<${id}`)
  return open(add(marking, target.id), target)
}

export function open(marking: Marking, { does }: Node): Marking {
  return does.kind === 'sub' && !does.triggered ? does.body.entries.reduce(send, marking) : marking
}

/** The elements that stand in a subprocess, however deep. */
export function insideOf(process: Process): (place: string, sub: string) => boolean {
  const around = new Map<string, readonly string[]>()
  const chain = (node: Node): readonly string[] => (node.within === null ? [] : [node.within, ...chain(process.nodes.get(node.within)!)])
  for (const node of process.nodes.values()) around.set(node.id, chain(node))
  return (place, sub) => around.get(placeOf(place))?.includes(sub) ?? false
}

/** What a flow out of an element may mean, without looking at data: each set of flows that could be taken together. */
export function waysOut(node: Node): readonly (readonly Flow[])[] {
  const { outgoing, otherwise, does } = node
  if (does.kind === 'exclusive') return outgoing.map((flow) => [flow])
  if (!node.chooses) return [outgoing]
  const always = outgoing.filter((flow) => flow.when === null && flow.id !== otherwise)
  const maybe = outgoing.filter((flow) => flow.when !== null && flow.id !== otherwise)
  const chosen = subsets(maybe).map((some) => [...always, ...some]).filter((some) => some.length > 0)
  return otherwise === null ? chosen : [...chosen, outgoing.filter((flow) => flow.id === otherwise)]
}

/** All subsets of a few; of many, only each alone and all of them. */
function subsets(flows: readonly Flow[]): readonly (readonly Flow[])[] {
  if (flows.length > 4) return [...flows.map((flow) => [flow]), flows]
  return flows.reduce<readonly (readonly Flow[])[]>((sets, flow) => [...sets, ...sets.map((set) => [...set, flow])], [[]])
}

/** Elements that only run to undo what others did. */
export function undoing(body: Body): ReadonlySet<string> {
  const found = new Set<string>()
  for (const node of body.nodes.values()) {
    if (node.undoes) found.add(node.id)
    const edge = undoingEdge(node)
    if (edge) found.add(edge.id)
    if (node.does.kind === 'sub') for (const id of undoing(node.does.body)) found.add(id)
  }
  return found
}
