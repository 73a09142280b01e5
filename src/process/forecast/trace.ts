/** One thing that happened in a case: what, when (epoch ms), and who did it where that is known. */
export type TraceEvent = { readonly activity: string; readonly at: number; readonly resource: string | null }

/** A case as a log keeps it: its events in the order of time. There is at least one. */
export type Trace = { readonly id: string; readonly events: readonly TraceEvent[] }
