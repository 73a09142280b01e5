import { nextTicket, type Caller, type Waiting } from './next-ticket.ts'
import type { QueueRules } from './queue-rules.ts'

/** How long visits to a desk take here: mean and standard deviation in milliseconds, and how many were measured. */
export type Pace = { readonly meanMs: number; readonly spreadMs: number; readonly measured: number }

/** An open counter: when it will be free, as far as one can tell (epoch milliseconds). */
export type OpenCounter = Caller & { readonly freeAt: number; readonly busy: boolean }

/** From when to when somebody can expect to be called: milliseconds from now; and how many are called before. */
export type Estimate = { readonly fromMs: number; readonly toMs: number; readonly before: number }

const minute = 60_000
/** Fewer than this say nothing yet: the minutes that the office reckons with are taken. */
const enough = 5
/** Nothing is known of the spread before there is a measurement: visits differ by about half their length. */
const assumedSpread = 0.5
/** Seven in ten of a bell curve lie within one standard deviation; what is added below makes it eight to nine. */
const deviations = 1

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
 * When the ticket `id` of the line will be called: the line is played through, call by call, with the rule by which
 * counters really call. Null when no open counter serves its desk. The range is as wide as eight to nine in ten outcomes.
 */
export function estimateWait(
  line: readonly Waiting[],
  id: string,
  counters: readonly OpenCounter[],
  paces: ReadonlyMap<string, Pace>,
  rules: QueueRules,
  now: number,
): Estimate | null {
  const own = line.find((ticket) => ticket.id === id)
  if (!own) return null
  const serving = counters.filter((counter) => counter.desks.includes(own.desk)).length
  const open = new Set(counters.map((counter) => counter.number))
  const waiting = new Map(line.map((ticket) => [ticket.id, ticket]))
  let free = counters.map((counter) => ({ ...counter, freeAt: Math.max(now, counter.freeAt) }))
  let before = 0
  let variance = free.reduce((sum, each) => sum + (each.busy && each.desks.includes(own.desk) ? spreadOf(paces, own.desk) ** 2 : 0), 0)
  while (free.length > 0) {
    const counter = free.reduce((one, other) => (other.freeAt < one.freeAt ? other : one))
    const next = nextTicket([...waiting.values()], counter, rules, counter.freeAt, open)
    if (next === null) {
      free = free.filter((each) => each !== counter)
      continue
    }
    if (next.ticket.id === id) return rangeOf(counter.freeAt - now, variance, serving, before)
    waiting.delete(next.ticket.id)
    if (counter.desks.includes(own.desk)) before++
    if (counter.desks.includes(own.desk)) variance += spreadOf(paces, next.ticket.desk) ** 2
    const { meanMs } = paces.get(next.ticket.desk) ?? { meanMs: minute }
    free = free.map((each) => (each === counter ? { ...each, favours: next.favours, freeAt: each.freeAt + meanMs } : each))
  }
  return null
}

function spreadOf(paces: ReadonlyMap<string, Pace>, desk: string): number {
  return paces.get(desk)?.spreadMs ?? 0
}

/** In whole minutes, and in steps of five where it is long anyway. */
function rangeOf(wait: number, variance: number, counters: number, before: number): Estimate {
  // People who come later and go first by rule, breaks and walking to the counter only ever make it longer.
  const half = (deviations * Math.sqrt(variance)) / Math.max(1, counters)
  const from = Math.max(0, wait - half - 0.05 * wait)
  const to = wait + half + 0.1 * wait + minute
  const step = to > 20 * minute ? 5 * minute : minute
  return { fromMs: Math.floor(from / step) * step, toMs: Math.max(Math.ceil(to / step), 2) * step, before }
}

/** Whether an estimate was right: the call came within the range that was told. */
export function wasRight(told: { readonly at: number; readonly fromMs: number; readonly toMs: number }, calledAt: number): boolean {
  const waited = calledAt - told.at
  return waited >= told.fromMs && waited <= told.toMs
}
