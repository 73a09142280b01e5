import type { Process } from '../bpmn/model.ts'
import { advance } from '../run/advance.ts'
import type { ProcessState, Step, Variables, Waiting } from '../run/state.ts'
import { waiting } from '../run/waiting.ts'
import type { Completion, Kind } from './scene.ts'

/** Something that a case waits for, with a name that stays the same as long as it waits. */
export type Wait = {
  readonly name: string
  readonly waiting: Waiting
  /** Whose line it stands in; null where no person does it. */
  readonly role: string | null
  readonly ways: readonly Way[]
}

/** A completion; those that leave the same behind have the same `outcome`, which is a number from 0. */
export type Way = Completion & { readonly outcome: number }

/** Where a case can be in its process. Each is worked out once, by the process itself, and then looked up. */
export type Place = {
  readonly waits: readonly Wait[]
  readonly ended: boolean
  /** Where it comes when what it waits for is done in a way; null where the process refuses it. */
  after(wait: Wait, way: Way): Place | null
}

/** The places of one process. Throws nothing: a state that does not fit is a place where nothing waits. */
export function placesOf(kind: Kind): { find(state: ProcessState): Place } {
  const known = new Map<string, Place>()
  const ways = new Map<string, readonly Way[]>()
  const waysOf = (element: string): readonly Way[] => {
    const found = ways.get(element)
    if (found) return found
    const made = numberOutcomes(kind.habits.get(element) ?? [])
    ways.set(element, made)
    return made
  }
  const waitOf = (waiting: Waiting): Wait => ({
    name: nameOf(waiting),
    waiting,
    role: waiting.kind === 'user' ? (waiting.role ?? '') : null,
    ways: waiting.kind === 'timer' ? atOnce : waysOf(waiting.element),
  })
  const place = (state: ProcessState, open: readonly Waiting[], ended: boolean): Place => {
    const kept = withoutReminders(state, open)
    const name = JSON.stringify(kept)
    const found = known.get(name)
    if (found) return found
    const next = new Map<Wait, (Place | null)[]>()
    const made: Place = {
      waits: open.filter((wait) => moves(wait) && !(waysOf(wait.element) === atOnce && comesFromOutside(kind.process, wait))).map(waitOf),
      ended,
      after: (wait, way) => {
        const gone = next.get(wait) ?? []
        if (gone.length === 0) next.set(wait, gone)
        const to = gone[way.outcome]
        if (to !== undefined) return to
        const step = take(kind, kept, wait.waiting, way.variables)
        return (gone[way.outcome] = step.ok ? place(step.state, step.waiting, step.ended) : null)
      },
    }
    known.set(name, made)
    return made
  }
  return { find: (state) => place(state, waiting(kind.process, state), false) }
}

function numberOutcomes(completions: readonly Completion[]): readonly Way[] {
  if (completions.length === 0) return atOnce
  const numbers = new Map<string, number>()
  return completions.map((each) => {
    const name = JSON.stringify(each.variables)
    const outcome = numbers.get(name) ?? numbers.size
    numbers.set(name, outcome)
    return { ...each, outcome }
  })
}

/** What nothing is known of is done at once. */
const atOnce: readonly Way[] = [{ ms: 0, variables: {}, outcome: 0 }]

const nameOf = ({ kind, element, instance }: Waiting) => (instance === undefined ? `${kind} ${element}` : `${kind} ${instance}/${element}`)

/** Timers that only remind somebody take the case nowhere. */
const moves = (wait: Waiting) => wait.kind !== 'timer' || wait.interrupting

/** What may break in on a case, a lapse or a withdrawal, is no step of its way: while it never happened, it is not expected. */
function comesFromOutside(process: Process, { kind, element }: Waiting): boolean {
  const does = process.nodes.get(element)?.does.kind
  return (kind === 'message' || kind === 'signal') && (does === 'start' || does === 'boundary')
}

/** Without them, cases that differ only in when somebody is reminded are at the same place. */
function withoutReminders(state: ProcessState, open: readonly Waiting[]): ProcessState {
  if (!state.timers) return state
  const kept = open.flatMap((wait) => (wait.kind === 'timer' && wait.interrupting && wait.instance === undefined ? [[wait.element, wait.due] as const] : []))
  const { timers: _, ...rest } = state
  return kept.length === 0 ? rest : { ...rest, timers: Object.fromEntries(kept) }
}

function take({ process, facts }: Kind, state: ProcessState, wait: Waiting, variables: Variables): Step {
  const at = { element: wait.element, ...(wait.instance === undefined ? {} : { instance: wait.instance }) }
  switch (wait.kind) {
    case 'user':
    case 'service':
      return advance(process, state, { kind: 'complete', ...at, variables }, facts)
    case 'message':
      return advance(process, state, { kind: 'message', name: wait.name, variables, ...(wait.instance === undefined ? {} : { instance: wait.instance }) }, facts)
    case 'signal':
      return advance(process, state, { kind: 'signal', name: wait.name, variables }, facts)
    case 'timer':
      return advance(process, state, { kind: 'timer', ...at }, facts)
    case 'condition':
      return { ok: false, refusal: { kind: 'UnknownEvent' } }
  }
}
