import { checkKnown, type KnownLog } from './known-log.ts'
import type { TraceEvent } from './trace.ts'

/** What makes moments of two cases alike. */
export type Likeness = 'activity' | 'activity-and-past' | 'activity-past-and-resource'

/** What a moment of a case is known by, for each likeness. */
export type Keys = Readonly<Record<Likeness, string>>

/** Every moment of past cases, by how much time (ms) was then left, ascending. */
export type Moments = {
  readonly ms: readonly number[]
  /** False where the case had not ended when it was last seen: more time was left than this. */
  readonly ended: readonly boolean[]
  /** How many cases began since, this one among them. */
  readonly age: readonly number[]
  readonly keys: readonly Keys[]
}

/** All moments at which something happened in a log, and what was then left. Throws when it holds what was not known yet. */
export function lookBack(known: KnownLog): Moments {
  checkKnown(known)
  const moments = known.cases.flatMap(({ events, ended }, index) => {
    const end = ended ? (events.at(-1)?.at ?? known.until) : known.until
    return events.map(({ at }, last) => ({ ms: end - at, ended, age: known.cases.length - index, keys: keysOf(events.slice(0, last + 1)) }))
  })
  moments.sort((a, b) => a.ms - b.ms || Number(b.ended) - Number(a.ended))
  return { ms: moments.map(({ ms }) => ms), ended: moments.map(({ ended }) => ended), age: moments.map(({ age }) => age), keys: moments.map(({ keys }) => keys) }
}

/** What a running case is known by: its last activity, what it has been through (in any order), and who did the last. */
export function keysOf(events: readonly TraceEvent[]): Keys {
  const last = events.at(-1)
  const activity = last?.activity ?? ''
  const past = [activity, ...[...new Set(events.map((event) => event.activity))].sort()].join('\n')
  return { activity, 'activity-and-past': past, 'activity-past-and-resource': `${past}\n\n${last?.resource ?? ''}` }
}
