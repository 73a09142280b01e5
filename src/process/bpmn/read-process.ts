import type { Decisions } from '../dmn/read-decisions.ts'
import { ModelError, type ModelProblem } from '../model-error.ts'
import { checkFlow } from './check-flow.ts'
import { elementAt, idOf, listOf, refuse, textAt, type Element } from './element.ts'
import type { Node, Process } from './model.ts'
import { parseBpmn } from './parse-bpmn.ts'
import { readBody } from './read-body.ts'
import { readExtensions } from './read-extensions.ts'
import { readPicture } from './read-picture.ts'

export type Models = {
  /** Decisions that business rule tasks may call. */
  readonly decisions?: Decisions
  /** True to read a model alone, to check or draw it: a decision that is not here is then no reason to refuse it. */
  readonly withoutDecisions?: boolean
  /** Processes of other files that call activities may call, by id. */
  readonly called?: ReadonlyMap<string, Process>
  /** Which process of the file, where it holds several that nobody in it calls. */
  readonly process?: string
}

const noDecisions: Decisions = new Map()

/**
 * Reads a process from BPMN 2.0 XML, with what it may call. Throws a ModelError that lists everything that can't be run
 * exactly as it is drawn, each with its element's id.
 */
export async function readProcess(xml: string, models: Models = {}): Promise<Process> {
  const definitions = await parseBpmn(xml)
  const all = listOf(definitions, 'rootElements').filter((root) => root.$type === 'bpmn:Process' && root['isExecutable'] !== false)
  const chosen = choose(definitions, all, models.process)
  const problems: ModelProblem[] = []
  const process = readOne({ definitions, all, models, problems, read: new Map() }, chosen, [])
  if (problems.length > 0) throw new ModelError(problems)
  return process
}

/** The process that is meant: the one asked for, else the only one that no other in the file calls. */
function choose(definitions: Element, all: readonly Element[], wanted: string | undefined): Element {
  const called = new Set(all.flatMap(calledBy))
  const fit = wanted === undefined ? all.filter((process) => !called.has(idOf(process))) : all.filter((process) => process.id === wanted)
  const [process] = fit
  if (!process || fit.length > 1) return refuse(definitions, `The file must hold one executable process${wanted === undefined ? '' : ` ${wanted}`}, it holds ${fit.length}.${fit.length === 0 ? ' Mark the one that is meant as executable.' : ''}`)
  return process
}

function calledBy(container: Element): readonly string[] {
  return listOf(container, 'flowElements').flatMap((element) => {
    if (element.$type === 'bpmn:SubProcess') return calledBy(element)
    if (element.$type !== 'bpmn:CallActivity') return []
    return [readExtensions(element, []).called?.id ?? textAt(element, 'calledElement') ?? '']
  })
}

type Reading = {
  readonly definitions: Element
  readonly all: readonly Element[]
  readonly models: Models
  readonly problems: ModelProblem[]
  /** Processes of the file that were read: one that is called from many places is read once. */
  readonly read: Map<string, Process>
}

/** Calls are no deeper than people can follow. */
const deepestCalls = 50

function readOne(reading: Reading, process: Element, callers: readonly string[]): Process {
  const { definitions, all, models, problems, read } = reading
  const { decisions = noDecisions } = models
  readExtensions(process, problems)
  const nodes = new Map<string, Node>()
  const path = [...callers, idOf(process)]
  const called = (id: string, by: Element): Process => {
    const known = models.called?.get(id)
    if (known) return known
    if (path.includes(id)) return refuse(by, `It calls itself without end: ${[...path, id].join(' > ')}.`)
    if (path.length > deepestCalls) return refuse(by, `Calls within calls go deeper than ${deepestCalls}.`)
    const beside = all.find((other) => other.id === id) ?? refuse(by, `The process "${id}" that it calls is not here.`)
    const process = read.get(id) ?? readOne(reading, beside, path)
    read.set(id, process)
    return process
  }
  const before = problems.length
  const body = readBody(process, null, { problems, nodes, lanes: readLanes(process), called })
  if (problems.length === before) problems.push(...checkFlow(body, models.withoutDecisions ? null : decisions, callers.length > 0))
  return {
    id: idOf(process),
    name: textAt(process, 'name') ?? '',
    pool: poolOf(definitions, process),
    body,
    nodes,
    decisions,
    picture: readPicture(definitions, process, nodes),
    hasConditions: [...nodes.values()].some(asksConditions),
  }
}

function asksConditions({ does }: Node): boolean {
  if (does.kind === 'call') return does.process.hasConditions
  return 'on' in does ? does.on === 'conditional' : does.kind === 'start' && does.trigger?.on === 'conditional'
}

/** Lanes by the element in them: who does it, where the task itself does not say. */
function readLanes(process: Element): ReadonlyMap<string, string> {
  const lanes = new Map<string, string>()
  const visit = (set: Element) => {
    for (const lane of listOf(set, 'lanes')) {
      for (const node of listOf(lane, 'flowNodeRef')) lanes.set(idOf(node), textAt(lane, 'name') ?? idOf(lane))
      const inner = elementAt(lane, 'childLaneSet')
      if (inner) visit(inner)
    }
  }
  for (const set of listOf(process, 'laneSets')) visit(set)
  return lanes
}

function poolOf(definitions: Element, process: Element): string | null {
  const participants = listOf(definitions, 'rootElements').flatMap((root) => listOf(root, 'participants'))
  const own = participants.find((participant) => elementAt(participant, 'processRef')?.id === process.id)
  return own ? textAt(own, 'name') ?? idOf(own) : null
}
