import type { Decree } from './decrees.ts'
import type { ClosedDays, PatientClerk, Standstill } from './patient-clerk.ts'

export type { Standstill } from './patient-clerk.ts'

/** Who is told so long (ISO 8601) before or after the end of a promise. */
export type Step = { readonly to: 'verifier' | 'head' | 'above' } & ({ readonly before: string } | { readonly after: string })
export type Rules = { readonly days: number; readonly steps: readonly Step[]; readonly deemed: boolean }

/** What became of a case at an instant (epoch ms): all of it by one act. */
export type Turn = { readonly at: number; readonly kinds: readonly TurnKind[] }
/** The promise stands still or goes on; the case lies with the verifier or with the head; it lacks something or nothing; it is over. */
export type TurnKind = 'stop' | 'start' | 'to-verifier' | 'to-head' | 'incomplete' | 'complete' | 'decided'

/** What the applicant was told at an instant: a new end of the promise, or null when it began to stand still. */
export type ToldDeadline = { readonly at: number; readonly deadline: number | null }
/** A day off that was decreed after the case came in and gave it a later end. */
export type Moved = { readonly at: number; readonly day: string; readonly from: number; readonly to: number }
/**
 * What was said at an instant about a promise that ends at `deadline`: `head:PT2H`, `deemed:P1D`, `above:+PT0S`, `lapse` for an
 * approval by law, `lapse:incomplete` where the law approves nothing.
 */
export type Said = { readonly at: number; readonly deadline: number; readonly key: string }

export type World = {
  readonly clerk: PatientClerk
  /** Every day off there ever was, in the order in which they were decreed. */
  readonly decrees: readonly Decree[]
  /** When a job that is due at an instant is run: then, or when the nodes are up again. */
  readonly runs: (at: number) => number
}

export type Watched = { readonly told: readonly ToldDeadline[]; readonly moved: readonly Moved[]; readonly said: readonly Said[] }

type Bell = { readonly line: string; readonly key: string; readonly at: number }
/** Where a case stands: with whom it lies, and since when it was complete or not, the newest last. */
type Standing = { with: 'verifier' | 'head'; readonly completeness: { readonly at: number; readonly complete: boolean }[] }

/**
 * Follows one case through the calendar as a patient person would: at everything that happens to it or to the calendar the
 * end of the promise is reckoned again from the beginning, and until the next such thing whatever is due by then is said.
 *
 * At one instant, what is due is said first, then the calendar changes, then people act. `until` ends the watch.
 */
export function watchCase(world: World, rules: Rules, submittedAt: number, turns: readonly Turn[], until: number): Watched {
  const { clerk } = world
  const [told, moved, said]: [ToldDeadline[], Moved[], Said[]] = [[], [], []]
  const stops: Standstill[] = []
  const standing: Standing = { with: 'verifier', completeness: [{ at: submittedAt, complete: true }] }
  const off = new Set(world.decrees.filter(({ from, until: end }) => from <= submittedAt && (end === null || end > submittedAt)).map(({ date }) => date))
  let pending: Decree[] = []
  let closed = closedDays(clerk, off)
  let deadline: number | null = null
  let bells: { readonly deadline: number; readonly closed: ClosedDays; readonly all: readonly Bell[] } = { deadline: NaN, closed, all: [] }
  const reckon = (days = closed) => clerk.deadline({ submittedAt, days: rules.days, stops }, days)
  /** A day counts when the promise was not over by its decree, and its end does not come earlier by it. */
  const weigh = ({ date, from }: Decree): Moved | null => {
    if (off.has(date) || deadline! <= from) return null
    const [was, with_] = [deadline!, closedDays(clerk, [...off, date])]
    const end = reckon(with_)!
    if (end < was) return null
    off.add(date)
    closed = with_
    deadline = end
    return end > was ? { at: from, day: date, from: was, to: end } : null
  }

  const moments = momentsOf(world.decrees, submittedAt, turns)
  for (const [index, { at, decree, kinds }] of moments.entries()) {
    if (at > until || kinds.includes('decided')) break
    for (const kind of kinds) turn(kind, at, stops, standing)
    if (decree === null) {
      deadline = reckon()
      // What was decreed while the promise stood still is weighed when it goes on, and told with its new end.
      if (deadline !== null) for (const each of pending.splice(0)) weigh(each)
    } else if (deadline === null) pending = [...pending, decree]
    else {
      const move = weigh(decree)
      if (move) moved.push(move)
    }
    if (told.length === 0 || told.at(-1)!.deadline !== deadline) told.push({ at, deadline })
    if (deadline === null) continue
    if (bells.deadline !== deadline || bells.closed !== closed) bells = { deadline, closed, all: bellsOf(clerk, rules, deadline, closed) }
    const end = Math.min(moments[index + 1]?.at ?? Infinity, until)
    if (sayUntil(world, bells.all, deadline, standing, at, end, said)) break
  }
  return { told, moved, said }
}

type Moment = { readonly at: number; readonly decree: Decree | null; readonly kinds: readonly TurnKind[] }

function momentsOf(decrees: readonly Decree[], submittedAt: number, turns: readonly Turn[]): readonly Moment[] {
  const later = decrees.filter(({ from }) => from > submittedAt).map((decree): Moment => ({ at: decree.from, decree, kinds: [] }))
  const acts = turns.map(({ at, kinds }): Moment => ({ at, decree: null, kinds }))
  // A sort keeps what is equal in its order: at one instant the calendar comes first.
  return [{ at: submittedAt, decree: null, kinds: [] }, ...[...later, ...acts].sort((a, b) => a.at - b.at)]
}

function turn(kind: TurnKind, at: number, stops: Standstill[], standing: Standing): void {
  if (kind === 'stop') stops.push({ from: at, to: null })
  if (kind === 'start') stops.push({ from: stops.pop()!.from, to: at })
  if (kind === 'to-verifier') standing.with = 'verifier'
  if (kind === 'to-head') standing.with = 'head'
  if (kind === 'complete' || kind === 'incomplete') standing.completeness.push({ at, complete: kind === 'complete' })
}

/** Says whatever falls due from one instant to another. True when the promise lapsed into an approval. */
function sayUntil(world: World, bells: readonly Bell[], deadline: number, standing: Standing, from: number, until: number, said: Said[]): boolean {
  const wasSaid = (key: string) => said.some((before) => before.deadline === deadline && before.key.replace(':incomplete', '') === key)
  const wakes = [...new Set(bells.map((bell) => world.runs(Math.max(bell.at, from))))].filter((wake) => wake <= until).sort((a, b) => a - b)
  for (const wake of wakes) {
    const due = bells.filter((bell) => bell.at <= wake)
    const last = due.filter((bell) => due.findLast((other) => other.line === bell.line) === bell && !wasSaid(bell.key))
    if (last.some(({ line }) => line === 'lapse')) {
      const complete = standing.completeness.findLast(({ at }) => at <= deadline)!.complete
      said.push({ at: wake, deadline, key: complete ? 'lapse' : 'lapse:incomplete' })
      if (complete) return true
      // The unit above hears of it at once, with whatever else it was to hear.
      said.push({ at: wake, deadline, key: last.find(({ line }) => line === 'above')?.key ?? 'above:lapse' })
    }
    for (const { line, key } of last) {
      // A step that is done needs no reminder; the head answers for every step.
      if (line === 'lapse' || wasSaid(key) || (line === 'verifier' && standing.with !== 'verifier')) continue
      said.push({ at: wake, deadline, key })
    }
  }
  return false
}

/** Every instant at which something is to be said about the end of a promise, in their order; the lapse comes before what else is due then. */
function bellsOf(clerk: PatientClerk, { steps, deemed }: Rules, deadline: number, closed: ClosedDays): readonly Bell[] {
  const before = (length: string) => (length.startsWith('PT') ? clerk.before(deadline, hoursOf(length), closed) : clerk.openingBefore(deadline, daysOf(length), closed))
  const after = (length: string) => (length.startsWith('PT') ? clerk.after(deadline, hoursOf(length), closed) : clerk.closeAfter(deadline, daysOf(length), closed))
  const lapse: Bell[] = deemed ? [{ line: 'lapse', key: 'lapse', at: deadline }] : []
  const warnings = deemed ? ['P2D', 'P1D', 'PT4H'].map((left) => ({ line: 'deemed', key: `deemed:${left}`, at: before(left) })) : []
  const told = steps.map((step): Bell => 'before' in step
    ? { line: step.to, key: `${step.to}:${step.before}`, at: before(step.before) }
    : { line: step.to, key: `${step.to}:+${step.after}`, at: after(step.after) })
  return [...lapse, ...warnings, ...told].sort((a, b) => a.at - b.at)
}

const hoursOf = (length: string) => {
  const [, hours, minutes] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:0S)?$/.exec(length)!
  return Number(hours ?? 0) * 3_600_000 + Number(minutes ?? 0) * 60_000
}
const daysOf = (length: string) => Number(/^P(\d+)D$/.exec(length)![1])

const known = new WeakMap<PatientClerk, Map<string, ClosedDays>>()

/** The pages of the diary with these days struck out; the same page serves for the same days. */
function closedDays(clerk: PatientClerk, off: Iterable<string>): ClosedDays {
  const pages = known.get(clerk) ?? new Map<string, ClosedDays>()
  known.set(clerk, pages)
  const dates = [...off].sort()
  const name = dates.join()
  const page = pages.get(name) ?? clerk.closed(dates)
  pages.set(name, page)
  return page
}
