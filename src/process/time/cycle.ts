import { parseDuration, timesOver, type Duration } from './duration.ts'
import { dueAt, type CountedBy, type Due } from './due-at.ts'
import { isInstant, parseInstant } from './instant.ts'
import { startTimer } from './stoppable-timer.ts'
import { refuseTime } from './time-refusal.ts'

/** A timer that comes again and again. */
export type Cycle = {
  /** How often it comes; null for without an end. */
  readonly times: number | null
  /** When it comes first, epoch milliseconds; null when it first comes one length after it was set. */
  readonly start: number | null
  readonly every: Duration
}

/**
 * Reads a repeating interval of ISO 8601-1:2019, 5.6: `R3/PT10H`, `R/P1D`, `R5/2026-11-24T09:00:00+07:00/P1W`.
 * Null when the text is none, or never comes (`R0`); an interval that is given by its end is not read.
 */
export function parseCycle(text: string): Cycle | null {
  const [count = '', ...rest] = text.split('/', 4)
  const [length = '', begin] = rest.toReversed()
  if (!/^R(?:[1-9]\d{0,8})?$/.test(count) || rest.length > 2) return null
  const [every, start] = [parseDuration(length), begin === undefined ? undefined : parseInstant(begin)]
  if (every === null || start === null) return null
  return { times: count === 'R' ? null : Number(count.slice(1)), start: start ?? null, every }
}

/**
 * When a cycle comes next: `from` is when it was set, `fired` how often it has come since, `stood` for how long its clock
 * stood still (ms by that clock, none if left out).
 *
 * Each time is counted from the beginning, never from the time before, so that nothing drifts: a month after 31
 * January is the end of each month, and a working day after a close is the next close. Where a start is given, what
 * lay before `from` has come and gone, and counts. `CycleOver` when there is no next time; else as `dueAt`.
 */
export function nextCycle(
  timer: { readonly cycle: Cycle; readonly from: number; readonly fired: number; readonly stood?: number } & CountedBy,
): Due {
  const { cycle, from, fired, stood = 0 } = timer
  if (!isInstant(from)) return refuseTime({ kind: 'OutOfRange', value: from })
  if (!(Number.isSafeInteger(fired) && fired >= 0)) return refuseTime({ kind: 'OutOfRange', value: fired })
  const gone = fired + (cycle.start === null ? 0 : countBefore(from, (times) => comeAt(times, cycle, timer)))
  if (cycle.times !== null && gone >= cycle.times) return refuseTime({ kind: 'CycleOver' })
  const next = comeAt(gone, cycle, timer)
  return next.ok && stood !== 0 ? startTimer({ ...timer, at: next.due, left: stood }) : next
}

/** When a cycle comes after it has come so many times. */
function comeAt(times: number, { start, every }: Cycle, by: { readonly from: number } & CountedBy): Due {
  if (start !== null && times === 0) return isInstant(start) ? { ok: true, due: start } : refuseTime({ kind: 'OutOfRange', value: start })
  const lengths = start === null ? times + 1 : times
  return dueAt({ ...by, at: start ?? by.from, duration: timesOver(every, lengths) })
}

/** How many times come before an instant. Times never go back, so halving finds it, however short the cycle. */
function countBefore(instant: number, comeAfter: (times: number) => Due): number {
  const isBefore = (times: number) => {
    const come = comeAfter(times)
    return come.ok && come.due < instant
  }
  let end = 1
  while (isBefore(end - 1)) end *= 2
  let low = Math.floor(end / 2)
  while (low < end) {
    const middle = Math.floor((low + end) / 2)
    if (isBefore(middle)) low = middle + 1
    else end = middle
  }
  return low
}
