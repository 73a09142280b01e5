import type { CompiledCalendar } from '../process/index.ts'
import type { Service } from './service.ts'

/** What a promise to an applicant is made of. Instants in epoch milliseconds, `days` in working days. */
export type Promised = {
  readonly submittedAt: number
  readonly days: number
  readonly stops: readonly { readonly from: number; readonly to: number | null }[]
}

/** A promise as the calendar sees it. Instants in epoch milliseconds. */
export type Reckoned = {
  /** Null while the clock stands still. */
  readonly deadline: number | null
  /** The calendar that counts for this case. */
  readonly calendar: CompiledCalendar
  /** Days decreed after the case came in that moved its deadline, with the deadline before and after, in that order. */
  readonly moves: readonly Move[]
}

/** `day` is `YYYY-MM-DD`; instants in epoch milliseconds. */
export type Move = { readonly day: string; readonly from: number; readonly to: number }

/** The working calendar of a unit, as far as the rules need it. */
export type Clock = {
  /** When the promise ends; null while the clock stands still. */
  deadline(promised: Promised): number | null
  /** The promise with the calendar that counts for it, and what moved it. */
  reckon(promised: Promised): Reckoned
}

/** What the process and its decisions may look at: the routing facts, and when the promise ends. */
export function processContext(
  context: { readonly service: Service; readonly facts: Readonly<Record<string, unknown>>; readonly clock: Clock },
  promised: Promised,
): Record<string, unknown> {
  const deadline = context.clock.deadline(promised)
  return { ...context.facts, deadline: deadline === null ? null : new Date(deadline).toISOString() }
}
