import { type CompiledCalendar } from './working-calendar.ts'
import { addWorkingDays, addWorkingTime, workingTimeBetween } from './working-time.ts'

/** How long a promise lasts: whole working days after receipt, or working milliseconds from the start. */
export type Allowance = { readonly days: number } | { readonly workingMs: number }

/** A stretch during which the clock stands still; `to` is null while it lasts. Epoch milliseconds. */
export type Stop = { readonly from: number; readonly to: number | null }

/** A promise whose clock can be stopped, e.g. while the applicant corrects. */
export type StoppableClock = { readonly started: number; readonly allowance: Allowance; readonly stops: readonly Stop[] }

/**
 * When a promise ends, epoch milliseconds; null while the clock stands still.
 *
 * Without a stop it is the close of the last day (`addWorkingDays`), or the allowance of working time after the start.
 * Each stop moves it on by exactly the working time for which the clock stood still: nights, breaks and days off in a stop
 * cost the office nothing, so they give it nothing. Stops that overlap count once, and only from the start on.
 * A stop that begins at or after the deadline as it then stood moves nothing: a promise that was missed stays missed.
 */
export function deadlineOf(calendar: CompiledCalendar, clock: StoppableClock): number | null {
  if (clock.stops.some((stop) => stop.to === null)) return null
  let deadline =
    'days' in clock.allowance
      ? addWorkingDays(calendar, clock.started, clock.allowance.days)
      : addWorkingTime(calendar, clock.started, clock.allowance.workingMs)
  let countedTo = clock.started
  for (const stop of clock.stops.toSorted((a, b) => a.from - b.from)) {
    const [from, to] = [Math.max(stop.from, countedTo), stop.to ?? 0]
    if (stop.from >= deadline) break
    if (to <= from) continue
    deadline = addWorkingTime(calendar, deadline, workingTimeBetween(calendar, from, to))
    countedTo = to
  }
  return deadline
}
