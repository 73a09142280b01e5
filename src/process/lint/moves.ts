import { interrupts, isUndoing, startOf } from '../bpmn/events-of.ts'
import type { Node, Process } from '../bpmn/model.ts'
import { reachOf } from '../run/inclusive.ts'
import { add, insideOf, isMark, open, placeOf, remove, send, waysOut, type Marking } from './marking.ts'

/** One thing that could happen next: where the tokens are then, and the element that did it. */
export type Move = { readonly to: Marking; readonly by: string }

export type Moves = {
  /** Everything that could happen next. */
  all(marking: Marking): readonly Move[]
  /** What one token could do that nothing else can prevent or be prevented by; null when there is none. */
  one(marking: Marking): readonly Move[] | null
}

/**
 * What tokens can do in a process when data may be anything: each condition may hold or not, each event happen or not, a
 * repeated activity is done once, an event beside a task happens at most once while the task is there.
 */
export function movesOf(process: Process): Moves {
  const inside = insideOf(process)
  const nodes = process.nodes
  const disturbed = [...nodes.values()].some(disturbs)

  const clear = (marking: Marking, sub: string | null): Marking =>
    Object.fromEntries(Object.entries(marking).filter(([place]) => (sub === null ? false : !inside(place, sub))))

  const end = (marking: Marking, node: Node): Marking => (node.does.kind === 'sub' ? remove(clear(marking, node.id), node.id, node) : remove(marking, node.id, node))

  const leave = (marking: Marking, node: Node): readonly Move[] => waysOut(node).map((flows) => ({ to: flows.reduce(send, end(marking, node)), by: node.id }))

  /** What events on its edge can do to an activity. */
  const edges = (marking: Marking, node: Node): readonly Move[] =>
    node.boundary.flatMap((event): readonly Move[] => {
      if (event.does.kind !== 'boundary' || event.does.on === 'compensation') return []
      if (interrupts(event)) return [{ to: event.outgoing.reduce(send, end(marking, node)), by: event.id }]
      return marking[`!${event.id}`] ? [] : [{ to: event.outgoing.reduce(send, add(marking, `!${event.id}`)), by: event.id }]
    })

  const catcher = (node: Node, code: string): ((marking: Marking) => Marking) => {
    let inner: Node | null = null
    for (let within = node.within; ; within = inner.within) {
      const events = within === null ? process.body.events : bodyOf(nodes.get(within)!).events
      const sub = inner && startOf(inner) ? undefined : events.find((each) => catches(startOf(each), code))
      if (sub) return (marking) => startEvent(marking, sub, within)
      if (within === null) return () => ({})
      inner = nodes.get(within)!
      const host = inner
      const edge = host.boundary.find((each) => catches(each, code))
      if (edge) return (marking) => edge.outgoing.reduce(send, end(marking, host))
    }
  }

  const startEvent = (marking: Marking, sub: Node, within: string | null): Marking => {
    const start = startOf(sub)!
    const before = interrupts(start) ? clear(marking, within) : add(marking, `!${sub.id}`)
    return start.outgoing.reduce(send, add(before, sub.id))
  }

  /** Event subprocesses of what is open. */
  const events = (marking: Marking, body: readonly Node[], within: string | null): readonly Move[] =>
    body.flatMap((sub) => {
      const start = startOf(sub)
      const thrown = start?.does.kind === 'start' && start.does.trigger?.on === 'error'
      if (!start || isUndoing(sub) || thrown || marking[`!${sub.id}`] || body.some((each) => marking[each.id] && interrupts(startOf(each)!))) return []
      return [{ to: startEvent(marking, sub, within), by: sub.id }]
    })

  const at = (marking: Marking, node: Node): readonly Move[] => {
    const { does } = node
    switch (does.kind) {
      case 'end': {
        const rest = remove(marking, node.id)
        return [{ to: does.throws?.on === 'error' ? catcher(node, does.throws.code)(rest) : rest, by: node.id }]
      }
      case 'terminate':
        return [{ to: clear(remove(marking, node.id), node.within), by: node.id }]
      case 'first':
        return node.outgoing.flatMap(({ target }) => waysOut(target).map((flows) => ({ to: flows.reduce(send, remove(marking, node.id)), by: target.id })))
      case 'sub': {
        const busy = Object.keys(marking).some((place) => !isMark(place) && inside(place, node.id))
        return [...(busy ? [] : leave(marking, node)), ...edges(marking, node), ...events(marking, does.body.events, node.id)]
      }
      default:
        return [...leave(marking, node), ...edges(marking, node)]
    }
  }

  /** A gateway at which all have come that it waits for. */
  const joined = (marking: Marking, node: Node): readonly Move[] => {
    const [came, missing] = [node.incoming.filter((flow) => marking[`${node.id}<${flow}`]), node.incoming.filter((flow) => !marking[`${node.id}<${flow}`])]
    if (node.does.kind === 'parallel' ? missing.length > 0 : waitsFor(marking, node, came, missing)) return []
    const rest = came.reduce((left, flow) => remove(left, `${node.id}<${flow}`), marking)
    return waysOut(node).map((flows) => ({ to: flows.reduce(send, rest), by: node.id }))
  }

  const waitsFor = (marking: Marking, node: Node, came: readonly string[], missing: readonly string[]): boolean => {
    const body = node.within === null ? process.body : bodyOf(nodes.get(node.within)!)
    const reach = reachOf(body, node)
    return Object.keys(marking).some((place) => {
      const id = placeOf(place)
      return !isMark(place) && id !== node.id && missing.some((flow) => reach.get(flow)?.has(id)) && !came.some((flow) => reach.get(flow)?.has(id))
    })
  }

  const places = (marking: Marking) => [...new Set(Object.keys(marking).filter((place) => !isMark(place)).map(placeOf))].sort().map((id) => nodes.get(id)!)
  const from = (marking: Marking, node: Node) => (marking[node.id] ? at(marking, node) : joined(marking, node))
  return {
    all: (marking) => [...places(marking).flatMap((node) => from(marking, node)), ...(Object.keys(marking).length > 0 ? events(marking, process.body.events, null) : [])],
    one: (marking) => {
      if (disturbed) return null
      const node = places(marking).find((each) => marking[each.id] && each.boundary.length === 0 && each.does.kind !== 'sub' && each.does.kind !== 'first')
      return node ? from(marking, node) : null
    },
  }
}

const bodyOf = ({ does }: Node) => {
  if (does.kind !== 'sub') throw new Error('Only a subprocess has elements in it.')
  return does.body
}

function catches(event: Node | undefined, code: string): boolean {
  const trigger = event?.does.kind === 'boundary' ? event.does : event?.does.kind === 'start' ? event.does.trigger : null
  return trigger?.on === 'error' && (trigger.code === null || trigger.code === code)
}

/** What can take another's token away, or waits for what others do not do. */
function disturbs(node: Node): boolean {
  const { does } = node
  return does.kind === 'terminate' || (does.kind === 'end' && does.throws?.on === 'error') || (does.kind === 'sub' && (does.triggered || node.boundary.some(interrupts))) || (does.kind === 'inclusive' && node.incoming.length > 1)
}

export const begin = (process: Process): readonly Marking[] =>
  process.body.entries.length > 0
    ? [process.body.entries.reduce(send, {})]
    : process.body.triggered.map((start) => open(add({}, start.id), start))
