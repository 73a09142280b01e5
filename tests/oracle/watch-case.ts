import type { Decree } from './decrees.ts'
import type { ClosedDays, PatientClerk, Standstill } from './patient-clerk.ts'

/** Who is told so long (ISO 8601) before or after the end of a promise. */
export type Step = { readonly to: 'verifier' | 'head' | 'above' } & ({ readonly before: string } | { readonly after: string })
export type Rules = { readonly days: number; readonly steps: readonly Step[]; readonly deemed: boolean }

/** What became of a case, in the order in which it happened; epoch ms. */
export type Turn = { readonly at: number; readonly kind: 'stop' | 'start' | 'decided' }

/** What the applicant was told at an instant: a new end of the promise, or null when it began to stand still. */
export type ToldDeadline = { readonly at: number; readonly deadline: number | null }
/** What was said at an instant about a promise that ends at `deadline`: `head:PT2H`, `deemed:P1D`, `above:+PT0S`, `lapse`. */
export type Said = { readonly at: number; readonly deadline: number; readonly key: string }

export type World = {
  readonly clerk: PatientClerk
  /** Every day off there ever was, in the order in which they were decreed. */
  readonly decrees: readonly Decree[]
  /** When a job that is due at an instant is run: then, or when the nodes are up again. */
  readonly runs: (at: number) => number
}

type Bell = { readonly line: string; readonly key: string; readonly at: number }

/**
 * Follows one case through the calendar as a patient person would: at everything that happens to it or to the calendar the
 * end of the promise is reckoned again from the beginning, and until the next such thing whatever is due by then is said.
 *
 * At one instant, what is due is said first, then the calendar changes, then people act. `until` ends the watch.
 */
export function watchCase(world: World, rules: Rules, submittedAt: number, turns: readonly Turn[], until: number): { readonly told: readonly ToldDeadline[]; readonly said: readonly Said[] } {
  const { clerk } = world
  const told: ToldDeadline[] = []
  const said: Said[] = []
  const stops: Standstill[] = []
  const off = new Set(world.decrees.filter(({ from, until: end }) => from <= submittedAt && (end === null || end > submittedAt)).map(({ date }) => date))
  const later = world.decrees.filter(({ from }) => from > submittedAt)
  const moments = [
    { at: submittedAt, rank: 1, decree: null, turn: null },
    ...later.map((decree) => ({ at: decree.from, rank: 0, decree, turn: null })),
    ...turns.map((turn) => ({ at: turn.at, rank: 1, decree: null, turn })),
  ].sort((a, b) => a.at - b.at || a.rank - b.rank)
  let pending: Decree[] = []
  let closed = closedDays(clerk, off)
  let deadline: number | null = null
  const reckon = () => clerk.deadline({ submittedAt, days: rules.days, stops }, closed)
  /** A day counts when the promise was not over by its decree, and its end does not come earlier by it. */
  const weigh = ({ date, from }: Decree) => {
    if (off.has(date) || deadline! <= from) return
    const with_ = closedDays(clerk, [...off, date])
    const moved = clerk.deadline({ submittedAt, days: rules.days, stops }, with_)!
    if (moved < deadline!) return
    off.add(date)
    closed = with_
    deadline = moved
  }

  for (const [index, { at, decree, turn }] of moments.entries()) {
    if (at > until) break
    if (turn?.kind === 'decided') break
    if (turn?.kind === 'stop') stops.push({ from: at, to: null })
    if (turn?.kind === 'start') stops.push({ from: stops.pop()!.from, to: at })
    if (decree === null) {
      deadline = reckon()
      // What was decreed while the promise stood still is weighed when it goes on.
      if (deadline !== null) for (const each of pending.splice(0)) weigh(each)
    } else if (deadline === null) pending = [...pending, decree]
    else weigh(decree)
    if (told.length === 0 || told.at(-1)!.deadline !== deadline) told.push({ at, deadline })
    if (deadline === null) continue
    const end = Math.min(moments[index + 1]?.at ?? Infinity, until)
    const over = sayUntil(world, rules, deadline, closed, at, end, said)
    if (over) break
  }
  return { told, said }
}

/** Says whatever falls due from one instant to another. True when the promise lapsed into an approval. */
function sayUntil(world: World, rules: Rules, deadline: number, closed: ClosedDays, from: number, until: number, said: Said[]): boolean {
  const bells = bellsOf(world.clerk, rules, deadline, closed)
  const wakes = [...new Set(bells.map((bell) => world.runs(Math.max(bell.at, from))))].filter((wake) => wake <= until).sort((a, b) => a - b)
  for (const wake of wakes) {
    const due = bells.filter((bell) => bell.at <= wake)
    for (const bell of due) {
      const isLastOfItsLine = due.findLast((other) => other.line === bell.line) === bell
      const wasSaid = said.some((before) => before.deadline === deadline && before.key === bell.key)
      if (!isLastOfItsLine || wasSaid) continue
      said.push({ at: wake, deadline, key: bell.key })
      if (bell.line === 'lapse') return true
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
