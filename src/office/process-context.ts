import type { Service } from './service.ts'

/** What a promise to an applicant is made of. Instants in epoch milliseconds, `days` in working days. */
export type Promised = {
  readonly submittedAt: number
  readonly days: number
  readonly stops: readonly { readonly from: number; readonly to: number | null }[]
}

/** The working calendar of a unit, as far as the rules need it. */
export type Clock = {
  /** When the promise ends; null while the clock stands still. */
  deadline(promised: Promised): number | null
  /** The instant that lies so much working time (ISO 8601, `PT4H`) before another. */
  before(instant: number, duration: string): number
}

/** What the process and its decisions may look at: the routing facts, and when to remind whom. */
export function processContext(
  context: { readonly service: Service; readonly facts: Readonly<Record<string, unknown>>; readonly clock: Clock },
  promised: Promised,
): Record<string, unknown> {
  const deadline = context.clock.deadline(promised)
  const { officer, head } = context.service.reminders
  const instant = (duration: string) =>
    deadline === null ? null : new Date(context.clock.before(deadline, duration)).toISOString()
  return {
    ...context.facts,
    deadline: deadline === null ? null : new Date(deadline).toISOString(),
    remindOfficerAt: instant(officer),
    remindHeadAt: instant(head),
  }
}
