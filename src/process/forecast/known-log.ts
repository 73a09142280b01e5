import type { Trace, TraceEvent } from './trace.ts'

/** A case as far as it was known at an instant. `ended`: it had closed by then, so how long it took was known as well. */
export type KnownCase = { readonly events: readonly TraceEvent[]; readonly ended: boolean }

/** All that an office knew at an instant (epoch ms), its cases in the order in which they began. */
export type KnownLog = { readonly until: number; readonly cases: readonly KnownCase[] }

/** The instant at which a case began. */
export const beganAt = ({ events }: { readonly events: readonly TraceEvent[] }): number => events[0]?.at ?? Infinity

/**
 * What was known before an instant: cases that had begun, cut off there. A case that went on afterwards is kept, as one
 * that had not ended: leaving it out would make the office look quicker than it was, since slow cases are the ones cut.
 * That a case has ended is known to an office from its own books; a log tells it by having no later event.
 */
export function knownAt(traces: readonly Trace[], until: number): KnownLog {
  const begun = traces.filter((trace) => beganAt(trace) < until).toSorted((a, b) => beganAt(a) - beganAt(b))
  return {
    until,
    cases: begun.map(({ events }) => {
      const known = events.filter(({ at }) => at < until)
      return { events: known, ended: known.length === events.length }
    }),
  }
}

/**
 * Parts a log by time: the first share of its cases by when they began, and the rest. What may be learned from is what
 * was known at `at`, when the first of the later cases began.
 */
export function partByTime(traces: readonly Trace[], share: number): { readonly known: KnownLog; readonly later: readonly Trace[]; readonly at: number } {
  const inOrder = traces.toSorted((a, b) => beganAt(a) - beganAt(b))
  const cut = Math.floor(inOrder.length * share)
  const later = inOrder.slice(cut)
  const at = later[0] ? beganAt(later[0]) : Infinity
  return { known: knownAt(inOrder.slice(0, cut), at), later, at }
}

/** Refuses (RangeError) a log that holds anything from after the instant until which it says that it reaches. */
export function checkKnown({ until, cases }: KnownLog): void {
  for (const { events } of cases)
    for (const { at } of events) if (!(at < until)) throw new RangeError(`Something of ${at} can't have been known at ${until}.`)
}
