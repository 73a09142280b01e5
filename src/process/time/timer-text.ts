import { parseCycle } from './cycle.ts'
import { parseDuration, refuseDuration, type TimeBasis } from './duration.ts'
import { parseInstant } from './instant.ts'

export type DueKind = 'date' | 'duration' | 'cycle'

/** The same few dates are asked for again and again while many cases move; the answer for a text never changes. */
const known = new Set<string>()
const mostKnown = 1000

/**
 * True for what a timer can wait for (ISO 8601): an instant with its offset, a duration, or one that repeats. A date
 * without an offset would fall due at another time on another machine; a week has no agreed length in working time.
 */
export function isDue(text: string, kind: DueKind, basis: TimeBasis): boolean {
  if (kind === 'date' && known.has(text)) return true
  const is = readsAs(text, kind, basis)
  if (is && kind === 'date') {
    if (known.size >= mostKnown) known.clear()
    known.add(text)
  }
  return is
}

function readsAs(text: string, kind: DueKind, basis: TimeBasis): boolean {
  if (kind === 'date') return parseInstant(text) !== null
  const every = kind === 'duration' ? parseDuration(text) : parseCycle(text)?.every
  return every !== null && every !== undefined && refuseDuration(every, basis) === null
}

/** True when a timer that repeats comes again after it fell due so many times. */
export function comesAgain(text: string, fired: number): boolean {
  const times = parseCycle(text)?.times
  return times === null || (times !== undefined && fired < times)
}
