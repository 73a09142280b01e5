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
 * The stops together move it on by the working time for which the clock stood still: nights, breaks and days off in a stop
 * cost the office nothing, so they give it nothing. Stops that overlap count once, and only from the start on.
 * A promise in working days ends with a working day, stopped or not: at the close of the day that it was moved into. So
 * minutes with the applicant give the next working day up to its close, which all later stops that fit into that day
 * leave as it is; never some minutes after an opening.
 * A stop that begins at or after the deadline as it then stood moves nothing: a promise that was missed stays missed.
 */
export function deadlineOf(calendar: CompiledCalendar, clock: StoppableClock): number | null {
  const { started, allowance, stops } = clock
  if (stops.some((stop) => stop.to === null)) return null
  const whole =
    'days' in allowance ? addWorkingDays(calendar, started, allowance.days) : addWorkingTime(calendar, started, allowance.workingMs)
  let deadline = whole
  let stood = 0
  let countedTo = started
  for (const stop of stops.toSorted((a, b) => a.from - b.from)) {
    const [from, to] = [Math.max(stop.from, countedTo), stop.to ?? 0]
    if (stop.from >= deadline) break
    if (to <= from) continue
    stood += workingTimeBetween(calendar, from, to)
    const moved = addWorkingTime(calendar, whole, stood)
    deadline = 'days' in allowance ? closeOfDay(calendar, moved) : moved
    countedTo = to
  }
  return deadline
}

/** The close of the working day that an instant falls on. */
function closeOfDay(calendar: CompiledCalendar, at: number): number {
  return calendar.spansOf(calendar.dayOf(at)).at(-1)?.to ?? at
}
