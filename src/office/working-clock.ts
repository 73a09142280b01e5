import { Temporal } from 'temporal-polyfill'
import { localDate, subtractWorkingTime, workingTimeBetween, type CompiledCalendar } from './calendar.ts'
import type { Clock } from './process-context.ts'
import { deadlineOf } from './stoppable-clock.ts'

/** The working calendar as the rules, the process and the pages ask it. Instants in epoch milliseconds. */
export type WorkingClock = Clock & {
  /** Working milliseconds between two instants. */
  workingTime(from: number, to: number): number
  /** The local date of an instant, `YYYY-MM-DD`. */
  date(instant: number): string
}

/**
 * A clock over a compiled calendar. `before` takes ISO 8601 hours, minutes and seconds of working time (`PT4H`);
 * a duration with days or longer is refused (RangeError), since nobody could tell which length of working day is meant.
 */
export function workingClock(calendar: CompiledCalendar): WorkingClock {
  return {
    deadline: ({ submittedAt, days, stops }) => deadlineOf(calendar, { started: submittedAt, allowance: { days }, stops }),
    before: (instant, duration) => subtractWorkingTime(calendar, instant, readWorkingTime(duration)),
    workingTime: (from, to) => workingTimeBetween(calendar, from, to),
    date: (instant) => localDate(calendar, instant),
  }
}

function readWorkingTime(duration: string): number {
  const read = Temporal.Duration.from(duration)
  if (read.years !== 0 || read.months !== 0 || read.weeks !== 0 || read.days !== 0 || read.sign < 0)
    throw new RangeError(`${duration} is not a length of working time: give hours and minutes, e.g. PT4H.`)
  return read.total('milliseconds')
}
