import type { Role } from '../application-events.ts'
import { mayDo, order, predict, type DayCase, type DayClock, type DayOfficer, type Prediction } from './predict.ts'

/** Tasks that one officer should get from another, and the figures that say why. */
export type Suggestion = {
  readonly role: Role
  readonly from: string
  readonly to: string
  readonly cases: readonly string[]
  /** The giver is away. */
  readonly away: boolean
  /** What the giver holds now, how much of it will be late as things stand, and what the receiver holds. */
  readonly holds: number
  readonly late: number
  readonly toHolds: number
}

export type Suggestions = {
  readonly moves: readonly Suggestion[]
  /** How many of the tasks looked at will be late: as things stand, and if every move is made. */
  readonly lateNow: number
  readonly lateAfter: number
}

const mostMoves = 30
const triedOfEach = 12

/**
 * Few moves between officers that make fewer tasks late. Each, after those before it, lets at least one more task be done in time
 * (or be done at all, when its holder is away) and makes no other late; nor does a suggestion that is carried out alone. Only what somebody holds is moved, never a
 * task they have begun today unless they are away, never to who is away or may not have it.
 *
 * Takes the open tasks, the duties of the officers, and the unit's working clock. Same input, same answer.
 */
export function suggestMoves(cases: readonly DayCase[], officers: readonly DayOfficer[], clock: DayClock): Suggestions {
  const before = predict(cases, officers, clock)
  const moved: Moves = new Map()
  const start = { cases, prediction: before, officers, clock, moved }
  let state: State = start
  while (moved.size < mostMoves) {
    const step = nextMove(state, start)
    if (!step) break
    moved.set(step.task.id, { from: step.from, to: step.to, role: step.task.role })
    state = step
  }
  return { moves: gather(moved, cases, officers, before), lateNow: before.late.size, lateAfter: state.prediction.late.size }
}

type Moves = Map<string, { readonly from: string; readonly to: string; readonly role: Role }>
type State = { readonly cases: readonly DayCase[]; readonly prediction: Prediction }
type Start = State & { readonly officers: readonly DayOfficer[]; readonly clock: DayClock; readonly moved: Moves }
type Step = State & { readonly task: DayCase; readonly from: string; readonly to: string }

/** The first move that helps, looked for where most is late. */
function nextMove({ cases, prediction }: State, start: Start): Step | null {
  const { officers, clock, moved } = start
  for (const from of givers(cases, prediction)) {
    const movable = cases.filter((task) => task.holder === from && !moved.has(task.id) && (!task.begun || isAway(officers, from, task.role)))
    for (const task of worthTrying(movable, prediction))
      for (const to of receivers(task, from, officers, cases)) {
        const next = cases.map((each) => (each.id === task.id ? { ...each, holder: to } : each))
        const after = predict(next, officers, clock)
        if (helps(prediction, after) && harmlessAlone(start, task, from, to)) return { cases: next, prediction: after, task, from, to }
      }
  }
  return null
}

/** All that this officer is to give to that one, carried out without any other suggestion, makes nothing late either. */
function harmlessAlone({ cases, prediction, officers, clock, moved }: Start, task: DayCase, from: string, to: string): boolean {
  const together = new Set([task.id])
  for (const [id, move] of moved) if (move.from === from && move.to === to && move.role === task.role) together.add(id)
  return harmless(prediction, predict(cases.map((each) => (together.has(each.id) ? { ...each, holder: to } : each)), officers, clock))
}

/** Officers of whose tasks some will be late, most first. */
function givers(cases: readonly DayCase[], { late }: Prediction): readonly string[] {
  const counts = new Map<string, number>()
  for (const { id, holder } of cases) if (holder !== null && late.has(id)) counts.set(holder, (counts.get(holder) ?? 0) + 1)
  return [...counts].sort(([a, many], [b, more]) => more - many || order(a, b)).map(([person]) => person)
}

/** What would be late itself, then what stands before it; a few of each, so that a full desk costs no more than a busy one. */
function worthTrying(movable: readonly DayCase[], { late }: Prediction): readonly DayCase[] {
  const sorted = movable.toSorted((a, b) => a.deadline - b.deadline || order(a.id, b.id))
  return [...sorted.filter(({ id }) => late.has(id)).slice(0, triedOfEach), ...sorted.filter(({ id }) => !late.has(id)).slice(0, triedOfEach)]
}

/** Who may have it and is there, the least loaded first. */
function receivers(task: DayCase, from: string, officers: readonly DayOfficer[], cases: readonly DayCase[]): readonly string[] {
  const load = (officer: DayOfficer) => officer.paceMs * held(cases, officer.person, officer.role)
  return officers
    .filter((officer) => officer.person !== from && !officer.away && mayDo(officer, task))
    .sort((a, b) => load(a) - load(b) || order(a.person, b.person))
    .map((officer) => officer.person)
}

/** Fewer are late, or as few and fewer stand still; and nothing is late that was not. */
function helps(before: Prediction, after: Prediction): boolean {
  return harmless(before, after) && (after.late.size < before.late.size || still(after) < still(before))
}

const harmless = (before: Prediction, after: Prediction): boolean => [...after.late].every((id) => before.late.has(id))

const still = ({ done }: Prediction): number => [...done.values()].filter((at) => at === Infinity).length

function gather(
  moved: ReadonlyMap<string, { readonly from: string; readonly to: string; readonly role: Role }>,
  cases: readonly DayCase[],
  officers: readonly DayOfficer[],
  { late }: Prediction,
): readonly Suggestion[] {
  const pairs = new Map<string, Suggestion>()
  for (const [id, { from, to, role }] of moved) {
    const key = `${role} ${from} ${to}`
    const known = pairs.get(key)
    pairs.set(key, {
      role, from, to,
      cases: [...(known?.cases ?? []), id],
      away: isAway(officers, from, role),
      holds: held(cases, from, role),
      late: cases.filter((task) => task.holder === from && task.role === role && late.has(task.id)).length,
      toHolds: held(cases, to, role),
    })
  }
  return [...pairs.values()]
}

const held = (cases: readonly DayCase[], person: string, role: Role): number => cases.filter((task) => task.holder === person && task.role === role).length

/** Away, or without the duty any more. */
const isAway = (officers: readonly DayOfficer[], person: string, role: Role): boolean => !officers.some((officer) => officer.person === person && officer.role === role && !officer.away)
