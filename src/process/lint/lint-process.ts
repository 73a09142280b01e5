import type { Node, Process } from '../bpmn/model.ts'
import { explore, type Trace } from './explore.ts'
import { undoing } from './marking.ts'

export type Finding = {
  /** `error`: some case would never end as it should. `warning`: a case could be refused, or an element is of no use. */
  readonly level: 'error' | 'warning'
  readonly kind: 'deadlock' | 'endless' | 'leftover' | 'unreachable' | 'no-default' | 'not-caught'
  readonly element: string
  readonly reason: string
  /** The elements on a shortest way to where it goes wrong; empty where it is wrong by itself. */
  readonly path: readonly string[]
}

export type Linted = {
  /** True when there is no error. */
  readonly ok: boolean
  /** True when every state was looked at: what is not found is not there. */
  readonly proven: boolean
  readonly states: number
  readonly findings: readonly Finding[]
}

/** Ordinary processes have some dozens of states. */
const mostStates = 50_000

/**
 * Checks that every case of a process can end and leaves nothing behind: the soundness of workflow nets (van der Aalst,
 * 1997), by looking at every state that tokens can make of it while data may be anything. At most `most` states are
 * looked at; `proven` says whether that was all of them. Called processes are checked on their own.
 */
export function lintProcess(process: Process, { most = mostStates }: { readonly most?: number } = {}): Linted {
  const explored = explore(process, most)
  const aside = undoing(process.body)
  const findings: Finding[] = [
    ...explored.stuck.map(deadlock),
    ...(explored.endless ? [endless(explored.endless)] : []),
    ...explored.doubled.map(leftover),
    ...(explored.whole ? [...process.nodes.values()].filter((node) => !explored.entered.has(node.id) && !aside.has(node.id) && isEntered(node)).map(unreachable) : []),
    ...[...process.nodes.values()].flatMap((node) => [...noDefault(node), ...notCaught(process, node)]),
  ]
  return { ok: !findings.some(({ level }) => level === 'error'), proven: explored.whole, states: explored.states, findings }
}

const tokens = ({ marking }: Trace) => Object.keys(marking).join(', ')

const deadlock = (trace: Trace): Finding => ({
  level: 'error',
  kind: 'deadlock',
  element: trace.element,
  reason: `A case can stand here for ever: it waits for what can not come any more (tokens at ${tokens(trace)}).`,
  path: trace.path,
})

const endless = (trace: Trace): Finding => ({ level: 'error', kind: 'endless', element: trace.element, reason: 'From here a case can never end.', path: trace.path })

const leftover = (trace: Trace): Finding => ({
  level: 'error',
  kind: 'leftover',
  element: trace.element,
  reason: 'Two tokens can be here at once: what follows is done twice, or one is left behind. Join the ways by the kind of gateway that split them.',
  path: trace.path,
})

const unreachable = ({ id }: Node): Finding => ({ level: 'error', kind: 'unreachable', element: id, reason: 'No case can ever come here.', path: [] })

/** Starts of event subprocesses and events on an edge are not entered: they happen. */
function isEntered({ does }: Node): boolean {
  return does.kind !== 'boundary' && does.kind !== 'start' && !(does.kind === 'sub' && does.triggered)
}

function noDefault(node: Node): readonly Finding[] {
  if (!node.chooses || node.otherwise !== null || node.outgoing.some((flow) => flow.when === null)) return []
  return [{ level: 'warning', kind: 'no-default', element: node.id, reason: 'Where none of its conditions holds, a step is refused: give it a default flow.', path: [] }]
}

function notCaught(process: Process, node: Node): readonly Finding[] {
  if (node.does.kind !== 'end' || node.does.throws?.on !== 'error') return []
  const { code } = node.does.throws
  const catchers = [...process.nodes.values()].some(({ does }) => {
    const trigger = does.kind === 'boundary' ? does : does.kind === 'start' ? does.trigger : null
    return trigger?.on === 'error' && (trigger.code === null || trigger.code === code)
  })
  return catchers ? [] : [{ level: 'warning', kind: 'not-caught', element: node.id, reason: `Nobody catches the error "${code}": the whole case ends here.`, path: [] }]
}
