import { isBefore, nextTicket, type Caller, type Waiting } from './next-ticket.ts'
import type { QueueRules } from './queue-rules.ts'

/** How long visits to a desk take here: mean and standard deviation in milliseconds, and how many were measured. */
export type Pace = { readonly meanMs: number; readonly spreadMs: number; readonly measured: number }

/** An open counter: when it will be free, as far as one can tell (epoch milliseconds). */
export type OpenCounter = Caller & { readonly freeAt: number; readonly busy: boolean }

/** From when to when somebody can expect to be called: milliseconds from now; and how many are called before. */
export type Estimate = { readonly expectedMs: number; readonly fromMs: number; readonly toMs: number; readonly before: number }

/** What became of an earlier estimate for the same desk: what the line let expect, and what it was. */
export type Outcome = { readonly expectedMs: number; readonly waitedMs: number }

const minute = 60_000
/** Fewer than this say nothing yet: the minutes that the office reckons with are taken. */
const enough = 5
/** Nothing is known of the spread before there is a measurement: visits differ by about half their length. */
const assumedSpread = 0.5
/** So many outcomes are needed to learn from them, and eight in ten of them lie between these shares. */
const enoughOutcomes = 15
const [lowShare, highShare] = [0.08, 0.92]

/** The pace of a desk from its last visits (milliseconds each). One that took very long counts as three usual ones. */
export function measurePace(visits: readonly number[], minutes: number): Pace {
  if (visits.length < enough) return { meanMs: minutes * minute, spreadMs: minutes * minute * assumedSpread, measured: visits.length }
  const median = visits.toSorted((a, b) => a - b)[Math.floor(visits.length / 2)] ?? 0
  const capped = visits.map((each) => Math.min(each, 3 * Math.max(median, minute / 6)))
  const mean = capped.reduce((sum, each) => sum + each, 0) / capped.length
  const variance = capped.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (capped.length - 1)
  return { meanMs: Math.max(mean, 1_000), spreadMs: Math.sqrt(variance), measured: visits.length }
}

/**
 * When the ticket `id` of the line will be called. First the line is played through, call by call, with the rule by
 * which counters really call. Then the range is made from how far earlier estimates for this desk were off (`outcomes`):
 * breaks, people who go first, and slow days are in them, without anybody having to think of them. Null when no open
 * counter serves the desk.
 */
export function estimateWait(
  line: readonly Waiting[],
  id: string,
  counters: readonly OpenCounter[],
  paces: ReadonlyMap<string, Pace>,
  outcomes: readonly Outcome[],
  rules: QueueRules,
  now: number,
): Estimate | null {
  const own = line.find((ticket) => ticket.id === id)
  if (!own) return null
  const serving = counters.filter((counter) => counter.desks.includes(own.desk))
  const spread = paces.get(own.desk)?.spreadMs ?? 0
  const played = playThrough(line, own, counters, paces, rules, now)
  if (!played) return null
  const calls = played.before + serving.filter((counter) => counter.busy).length
  const deviation = (spread * Math.sqrt(calls)) / Math.max(1, serving.length)
  return { expectedMs: played.wait, before: played.before, ...rangeOf(played.wait, deviation, outcomes) }
}

/** Who is called when, if everybody takes the usual time and nobody else comes. */
function playThrough(line: readonly Waiting[], own: Waiting, counters: readonly OpenCounter[], paces: ReadonlyMap<string, Pace>, rules: QueueRules, now: number): { readonly wait: number; readonly before: number } | null {
  const open = new Set(counters.map((counter) => counter.number))
  const desks = lineUp(line)
  const gone = new Set<string>()
  let free = counters.map((counter) => ({ ...counter, freeAt: Math.max(now, counter.freeAt) }))
  let before = 0
  while (free.length > 0) {
    const counter = free.reduce((one, other) => (other.freeAt < one.freeAt ? other : one))
    const next = nextTicket(headsFor(desks, gone, counter, open), counter, rules, counter.freeAt, open)
    if (next === null) {
      free = free.filter((each) => each !== counter)
      continue
    }
    if (next.ticket === own) return { wait: counter.freeAt - now, before }
    gone.add(next.ticket.id)
    if (counter.desks.includes(own.desk)) before++
    counter.freeAt += paces.get(next.ticket.desk)?.meanMs ?? minute
    counter.favours = next.favours
  }
  return null
}

type DeskLine = { readonly all: Waiting[]; readonly priority: Waiting[]; readonly booked: Waiting[] }

/** Each desk's tickets in order, those that may go first also by themselves. */
function lineUp(line: readonly Waiting[]): ReadonlyMap<string, DeskLine> {
  const desks = new Map<string, DeskLine>()
  for (const ticket of line.toSorted((one, other) => (isBefore(one, other) ? -1 : 1))) {
    const desk = desks.get(ticket.desk) ?? { all: [], priority: [], booked: [] }
    desks.set(ticket.desk, desk)
    desk.all.push(ticket)
    if (ticket.priority !== null) desk.priority.push(ticket)
    else if (ticket.booked) desk.booked.push(ticket)
  }
  return desks
}

/** The only tickets that can be next at a counter: the heads of its desks' lines. */
function headsFor(desks: ReadonlyMap<string, DeskLine>, gone: ReadonlySet<string>, counter: OpenCounter, open: ReadonlySet<string>): readonly Waiting[] {
  const heads: Waiting[] = []
  for (const key of counter.desks) {
    const desk = desks.get(key)
    for (const line of desk ? [desk.all, desk.priority, desk.booked] : []) {
      while (line[0] && gone.has(line[0].id)) line.shift()
      const head = line.find((ticket) => !gone.has(ticket.id) && (ticket.counter === null || ticket.counter === counter.number || !open.has(ticket.counter)))
      if (head) heads.push(head)
    }
  }
  return heads
}

/** In whole minutes, and in steps of five where it is long anyway. */
function rangeOf(expected: number, deviation: number, outcomes: readonly Outcome[]): { readonly fromMs: number; readonly toMs: number } {
  const [low, high] = outcomes.length < enoughOutcomes ? [expected - deviation, expected * 1.1 + deviation + minute] : learnt(expected, outcomes)
  const step = high > 20 * minute ? 5 * minute : minute
  return { fromMs: Math.max(0, Math.floor(low / step) * step), toMs: Math.max(Math.ceil(high / step), 2) * step }
}

/** How far off earlier ones were, in parts of what was expected (and three minutes, since short waits are all chance). */
function learnt(expected: number, outcomes: readonly Outcome[]): readonly [low: number, high: number] {
  const weight = (ms: number) => ms + 3 * minute
  const off = outcomes.map((each) => (each.waitedMs - each.expectedMs) / weight(each.expectedMs)).sort((a, b) => a - b)
  const at = (share: number) => off[Math.min(off.length - 1, Math.round(share * (off.length - 1)))] ?? 0
  return [expected + at(lowShare) * weight(expected), expected + at(highShare) * weight(expected)]
}

/** Whether an estimate was right: the call came within the range that was told. */
export function wasRight(told: { readonly at: number; readonly fromMs: number; readonly toMs: number }, calledAt: number): boolean {
  const waited = calledAt - told.at
  return waited >= told.fromMs && waited <= told.toMs
}
