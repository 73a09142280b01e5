import { ModelError, type ModelProblem } from '../model-error.ts'
import { elementAt, idOf, listOf, refuse, textAt, usableId, type Element } from './element.ts'
import type { Body, Flow, Node } from './model.ts'
import { readDoes, type Around } from './read-does.ts'
import { readExtensions } from './read-extensions.ts'
import { gatherFlows, readFlow, type ReadFlow } from './read-flow.ts'
import { readRepeat } from './read-repeat.ts'

// Parts that carry meaning for people only.
const silent = new Set(['bpmn:SequenceFlow', 'bpmn:DataObject', 'bpmn:DataObjectReference', 'bpmn:DataStoreReference'])
// Where a default flow can stand (BPMN 2.0.2, tables 10.3 and 10.52 to 10.55).
const mayDefault = /Task$|SubProcess$|CallActivity$|ExclusiveGateway$|InclusiveGateway$/

type Draft<Whole> = { -readonly [Part in keyof Whole]: Whole[Part] }

/** What is gathered while a file is read. */
export type Reading = {
  readonly problems: ModelProblem[]
  /** Every element of the process so far. */
  readonly nodes: Map<string, Node>
  readonly lanes: ReadonlyMap<string, string>
  readonly called: Around['called']
}

/** Reads what stands directly in a process or a subprocess, and the subprocesses in it. */
export function readBody(container: Element, within: string | null, reading: Reading): Body {
  const flows = gatherFlows(container)
  const elements = listOf(container, 'flowElements').filter((element) => !silent.has(element.$type))
  const nodes = new Map<string, Draft<Node>>()
  const leads = new Map<string, readonly ReadFlow[]>()
  const around: Around = {
    bodyOf: (element) => readBody(element, element.id ?? null, reading),
    called: reading.called,
    triggered: container['triggeredByEvent'] === true,
    handlerOf: (event) => handlerOf(container, event),
  }
  for (const element of elements)
    attempt(reading.problems, () => {
      const { node, out } = readNode(element, within, reading, around, flows)
      nodes.set(node.id, node)
      leads.set(node.id, [...out, ...linkOf(element, elements)])
      reading.nodes.set(node.id, node)
    })
  for (const node of nodes.values()) {
    node.outgoing = (leads.get(node.id) ?? []).flatMap((flow): readonly Flow[] => {
      const target = nodes.get(flow.to)
      if (target) return [{ ...flow, target }]
      if (reading.problems.length === 0) reading.problems.push({ element: flow.id, reason: `It leads to ${flow.to}, which does not stand beside ${node.id}.` })
      return []
    })
    node.chooses = node.otherwise !== null || node.outgoing.some((flow) => flow.when !== null)
    const { does } = node
    if (does.kind === 'boundary') {
      const host = nodes.get(does.host)
      if (host) host.boundary = [...host.boundary, node]
    }
  }
  return bodyOf(nodes)
}

function bodyOf(nodes: ReadonlyMap<string, Node>): Body {
  const all = [...nodes.values()]
  const starts = all.filter(({ does }) => does.kind === 'start')
  const events = all.filter(({ does }) => does.kind === 'sub' && does.triggered)
  // A link leads to its event as a flow does, only that the file does not draw it.
  const led = new Set(all.flatMap((node) => node.outgoing.map((flow) => flow.to)))
  const unled = (node: Node) => !led.has(node.id) && node.does.kind !== 'boundary' && !node.undoes && !events.includes(node)
  const first = starts.length === 0 ? all.filter(unled) : starts.filter(({ does }) => does.kind === 'start' && does.trigger === null)
  return {
    nodes,
    starts: first,
    entries: first.map((target) => ({ id: '', to: target.id, when: null, target })),
    triggered: starts.filter(({ does }) => does.kind === 'start' && does.trigger !== null),
    events,
    endsOpen: !all.some(({ does }) => does.kind === 'end' || does.kind === 'terminate'),
  }
}

function readNode(element: Element, within: string | null, reading: Reading, around: Around, flows: ReturnType<typeof gatherFlows>): { readonly node: Draft<Node>; readonly out: readonly ReadFlow[] } {
  const id = usableId(element)
  if (reading.nodes.has(id)) return refuse(element, 'Another element has this id too.')
  const extensions = readExtensions(element, reading.problems)
  if ([element['startQuantity'], element['completionQuantity']].some((quantity) => typeof quantity === 'number' && quantity !== 1))
    refuse(element, 'Tasks that take or make several tokens are not run here.')
  if (elementAt(element, 'default') && !mayDefault.test(element.$type)) refuse(element, 'It can not have a default flow.')
  const does = readDoes(element, extensions, around)
  const lane = reading.lanes.get(id) ?? null
  const node: Draft<Node> = {
    id,
    name: textAt(element, 'name') ?? '',
    does: does.kind === 'user' && does.role === null ? { ...does, role: lane } : does,
    outgoing: [],
    otherwise: elementAt(element, 'default')?.id ?? null,
    chooses: false,
    incoming: (flows.to.get(id) ?? []).map(idOf),
    boundary: [],
    properties: extensions.properties,
    lane,
    within,
    inputs: extensions.inputs,
    outputs: extensions.outputs,
    repeat: readRepeat(element),
    undoes: element['isForCompensation'] === true,
    waits: null,
    alone: [],
    facts: { entered: { kind: 'entered', element: id }, left: { kind: 'left', element: id }, ended: { kind: 'ended', element: id } },
  }
  node.waits = waitingFor(node)
  node.alone = [node]
  return { node, out: (flows.from.get(id) ?? []).map((flow) => readFlow(flow, does)) }
}

/** What a case waits for at a task: made once, as it says the same of every case. */
function waitingFor({ id: element, name, does }: Node): Node['waits'] {
  if (does.kind === 'service') return { kind: 'service', element, name, type: does.type, ...(does.headers ? { headers: does.headers } : {}) }
  if (does.kind !== 'user') return null
  const { role, form, due, headers } = does
  return { kind: 'user', element, name, role, ...(form === null ? {} : { form }), ...(due === null ? {} : { due }), ...(headers ? { headers } : {}) }
}

/** A link is a flow that is not drawn: from a throwing to a catching event of the same name. */
function linkOf(element: Element, beside: readonly Element[]): readonly ReadFlow[] {
  const link = linkName(element)
  if (link === null || element.$type !== 'bpmn:IntermediateThrowEvent') return []
  const targets = beside.filter((other) => other.$type === 'bpmn:IntermediateCatchEvent' && linkName(other) === link)
  const [target] = targets
  if (!target || targets.length > 1) return refuse(element, `The link "${link}" leads to ${targets.length} events, not to one.`)
  return [{ id: `${idOf(element)}>${idOf(target)}`, to: idOf(target), when: null }]
}

function linkName(element: Element): string | null {
  const definition = listOf(element, 'eventDefinitions')[0]
  return definition?.$type === 'bpmn:LinkEventDefinition' ? textAt(definition, 'name') ?? '' : null
}

function handlerOf(container: Element, event: Element): string | null {
  const association = listOf(container, 'artifacts').find((each) => each.$type === 'bpmn:Association' && elementAt(each, 'sourceRef')?.id === event.id)
  return (association && elementAt(association, 'targetRef')?.id) ?? null
}

/** Puts what can't be run among the problems and goes on, so that all of them are told at once. */
function attempt(problems: ModelProblem[], what: () => void): void {
  try {
    what()
  } catch (error) {
    if (!(error instanceof ModelError)) throw error
    problems.push(...error.problems)
  }
}
