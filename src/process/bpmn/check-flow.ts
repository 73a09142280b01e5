import type { Decisions } from '../dmn/read-decisions.ts'
import type { ModelProblem } from '../model-error.ts'
import { checkExits } from './check-exits.ts'
import { interrupts, takesOver } from './events-of.ts'
import type { Body, Node, Process } from './model.ts'

/**
 * What is wrong with how the elements hang together. Nothing when the process can be run from start to end. `called`: it
 * is called by another, which may end it.
 */
export function checkFlow(body: Body, decisions: Decisions | null, called = false): readonly ModelProblem[] {
  return checkBody(body, decisions, null, called)
}

function checkBody(body: Body, decisions: Decisions | null, sub: Node | null, ended: boolean): readonly ModelProblem[] {
  const begins = checkStarts(body, sub)
  if (begins.length > 0) return begins
  const nodes = [...body.nodes.values()]
  const drawn = [...nodes.flatMap((node) => checkNode(node, body, decisions, sub)), ...unreached(body), ...waitless(body)]
  return [
    ...(drawn.length > 0 || ended ? drawn : checkExits(body)),
    ...nodes.flatMap((node) => (node.does.kind === 'sub' ? checkBody(node.does.body, decisions, node, ended || isEnded(node, body)) : [])),
  ]
}

/** True where something around a subprocess can end it. */
const isEnded = ({ boundary }: Node, { events }: Body): boolean => boundary.some(interrupts) || events.some(takesOver)

function checkStarts(body: Body, sub: Node | null): readonly ModelProblem[] {
  const [own, triggered] = [body.starts.length, body.triggered.length]
  const implicit = !body.starts.some(({ does }) => does.kind === 'start')
  const problem = (element: string, reason: string) => [{ element, reason }]
  if (sub?.does.kind === 'sub' && sub.does.triggered) {
    return triggered === 1 && implicit ? [] : problem(sub.id, `An event subprocess has one start event that something triggers, this one has ${triggered}.`)
  }
  if (sub && triggered > 0) return problem(body.triggered[0]!.id, 'A subprocess starts with its parent, not by an event.')
  if (own + triggered === 0) return problem(sub?.id ?? 'process', 'Nothing starts it: draw a start event.')
  if (!implicit && own > 1) return problem(body.starts[1]!.id, `There is one start event without a trigger, here are ${own}.`)
  return []
}

const rests = new Set<Node['does']['kind']>(['user', 'service', 'sub', 'call'])
/** An activity that takes time: something can happen at its edge meanwhile. */
const takesTime = (node: Node) => rests.has(node.does.kind) || (node.does.kind === 'catch' && node.does.task)
const activities = new Set<Node['does']['kind']>(['pass', 'user', 'service', 'decision', 'script', 'sub', 'call', 'catch', 'throw'])

/** Only what is opened has values of its own: an activity, or an event that says something. */
const mayTakeIn = (does: Node['does']) =>
  does.kind === 'catch' ? does.task : does.kind === 'throw' ? does.throws.on !== 'compensation' : does.kind === 'end' || activities.has(does.kind)

function checkNode(node: Node, body: Body, decisions: Decisions | null, sub: Node | null): readonly ModelProblem[] {
  const problem = (reason: string): ModelProblem[] => [{ element: node.id, reason }]
  const { does } = node
  const ends = does.kind === 'end' || does.kind === 'terminate'
  const aside = node.undoes || (does.kind === 'sub' && does.triggered) || (does.kind === 'boundary' && does.on === 'compensation')
  if (ends && node.outgoing.length > 0) return problem('Nothing comes after an end event.')
  if (aside && (node.outgoing.length > 0 || node.incoming.length > 0)) return problem('No flow leads to it or from it: it runs beside the others.')
  if (!ends && !aside && node.outgoing.length === 0 && !(body.endsOpen && activities.has(does.kind))) return problem('It leads nowhere: draw a flow to the next element or to an end event.')
  if ((does.kind === 'start' || does.kind === 'boundary') && node.incoming.length > 0) return problem('No flow leads to an event that starts something.')
  if (node.otherwise !== null && !node.outgoing.some((flow) => flow.id === node.otherwise)) return problem('Its default is not one of its own flows.')
  if (node.inputs.length > 0 && !mayTakeIn(does)) return problem('Nothing goes into it: put its input mappings on an activity.')
  switch (does.kind) {
    case 'decision':
      return decisions === null || decisions.has(does.decision) ? [] : problem(`The decision ${does.decision} is not in the service's DMN file.`)
    case 'exclusive':
    case 'inclusive': {
      const open = node.outgoing.filter((flow) => flow.when === null && flow.id !== node.otherwise)
      return node.outgoing.length > 1 && open.length > 0 ? [{ element: open[0]!.id, reason: 'A flow out of this gateway needs a condition, or to be its default.' }] : []
    }
    case 'first':
      return node.outgoing.every(({ target }) => target.does.kind === 'catch' && target.incoming.length === 1 && target.boundary.length === 0 && target.inputs.length === 0 && !target.repeat) ? [] : problem('An event-based gateway leads to events that are waited for, each by one flow.')
    case 'boundary': {
      const host = body.nodes.get(does.host)
      if (!host || host.does.kind === 'boundary') return problem('It stands on the edge of nothing.')
      if (does.on === 'compensation') return body.nodes.get(does.handler ?? '')?.undoes ? [] : problem('What it leads to is not marked as undoing (isForCompensation).')
      return takesTime(host) ? [] : problem('An event can stand only on the edge of a task that waits.')
    }
    case 'end':
    case 'throw': {
      const of = does.throws?.on === 'compensation' ? does.throws.of : null
      return of === null || isUndone(of, body, sub) ? [] : problem(`Nothing undoes ${of}.`)
    }
    default:
      return []
  }
}

function isUndone(activity: string, body: Body, sub: Node | null): boolean {
  const node = body.nodes.get(activity)
  // An event subprocess undoes what its parent did; nothing else sees further out (BPMN 2.0.2, 10.7.2).
  if (!node) return sub?.does.kind === 'sub' && sub.does.triggered
  return node.does.kind === 'sub' || node.boundary.some(({ does }) => does.kind === 'boundary' && does.on === 'compensation')
}

function unreached(body: Body): readonly ModelProblem[] {
  const reached = new Set<Node>([...body.starts, ...body.triggered, ...body.events])
  for (const node of reached) {
    for (const { target } of node.outgoing) reached.add(target)
    for (const event of node.boundary) reached.add(event)
  }
  return [...body.nodes.values()].filter((node) => !reached.has(node) && !node.undoes).map((node) => ({ element: node.id, reason: 'No way leads here from the start.' }))
}

/** A circle in which nothing waits would never come to rest. */
function waitless(body: Body): readonly ModelProblem[] {
  const done = new Set<Node>()
  for (const first of body.nodes.values()) {
    const found = circleFrom(first, done)
    if (found) return [{ element: found.id, reason: 'It goes round in a circle in which nothing waits.' }]
  }
  return []
}

/** The first element of a circle without waiting, walked without recursion: a long line of gateways is no deep stack. */
function circleFrom(first: Node, done: Set<Node>): Node | null {
  const path: { readonly node: Node; next: number }[] = [{ node: first, next: 0 }]
  const onPath = new Set<Node>([first])
  while (path.length > 0) {
    const top = path.at(-1)!
    const flow = done.has(top.node) || waits(top.node) ? undefined : top.node.outgoing[top.next++]
    if (flow === undefined) {
      done.add(top.node)
      onPath.delete(top.node)
      path.pop()
    } else if (onPath.has(flow.target)) return flow.target
    else {
      onPath.add(flow.target)
      path.push({ node: flow.target, next: 0 })
    }
  }
  return null
}

function waits({ does }: Node): boolean {
  if (does.kind === 'sub') return [...does.body.nodes.values()].some(waits)
  if (does.kind === 'call') return callWaits(does.process)
  return does.kind === 'user' || does.kind === 'service' || does.kind === 'catch' || does.kind === 'first'
}

const known = new WeakMap<Process, boolean>()

/** Asked once of each process, however many call it. */
function callWaits(process: Process): boolean {
  const found = known.get(process) ?? [...process.nodes.values()].some(waits)
  known.set(process, found)
  return found
}
