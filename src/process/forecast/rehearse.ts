import { beganAt, knownAt, type KnownCase, type KnownLog } from './known-log.ts'
import { keysOf, lookBack, type Keys, type Moments } from './moments.ts'
import type { Trace } from './trace.ts'

/** One going back in time: what could be learned then, and what became of the cases that came next, as far as is known by now. */
export type Rehearsal = { readonly moments: Moments; readonly next: readonly { readonly keys: Keys; readonly ms: number }[] }

const dayMs = 86_400_000
/** Cases that began later than so long before the end may not have ended: the quick ones among them would count for more. */
const ripeMs = 28 * dayMs
/** Rehearsals begin after these shares of the cases, and forecast as large a part as is usual to hold back. */
const beginnings = [0.5, 0.6, 0.7, 0.8, 0.9]
const partForecast = 0.3

/** Goes back in time inside a log, several times. Gives none where the log is too short for it. */
export function rehearse({ cases, until }: KnownLog): readonly Rehearsal[] {
  const ripe = cases.filter((each) => beganAt(each) < until - ripeMs)
  return beginnings.flatMap((share) => {
    const from = Math.floor(ripe.length * share)
    const next = ripe.slice(from, Math.floor(ripe.length * (share + partForecast)))
    if (from < 20 || next.length < 5) return []
    return [{ moments: lookBack(knownEarlier(ripe.slice(0, from), beganAt(next[0]!), until)), next: next.flatMap((each) => becameOf(each, until)) }]
  })
}

/** What was known of these cases at an earlier instant. */
function knownEarlier(cases: readonly KnownCase[], at: number, until: number): KnownLog {
  // A case that has not ended by now had not ended then: something will still happen.
  const traces = cases.map(({ events, ended }, index): Trace => ({ id: String(index), events: ended ? events : [...events, { activity: '', at: until, resource: null }] }))
  return knownAt(traces, at)
}

/** What was left in truth at each event; of a case that has not ended, what has passed by now. */
function becameOf({ events, ended }: KnownCase, until: number): Rehearsal['next'] {
  const end = ended ? (events.at(-1)?.at ?? until) : until
  return events.map(({ at }, last) => ({ keys: keysOf(events.slice(0, last + 1)), ms: end - at }))
}
