import { deadlineOf, dueAt, localDate, parseDuration, subtractWorkingTime, workingTimeBetween, type CompiledCalendar, type Waiting } from '../process/index.ts'
import type { Clock } from './process-context.ts'

/** The working calendar as the rules, the process and the pages ask it. Instants in epoch milliseconds. */
export type WorkingClock = Clock & {
  /** Working milliseconds between two instants. */
  workingTime(from: number, to: number): number
  /** The local date of an instant, `YYYY-MM-DD`. */
  date(instant: number): string
  /** When a timer of a process that starts at an instant falls due; null for one that repeats, or that no clock can tell. */
  due(timer: Timer, from: number): number | null
}

export type Timer = Extract<Waiting, { kind: 'timer' }>

/**
 * A clock over a compiled calendar. `before` takes ISO 8601 hours, minutes and seconds of working time (`PT4H`);
 * a duration with days or longer is refused (RangeError), since working days are counted forwards only, from a receipt to a close.
 */
export function workingClock(calendar: CompiledCalendar): WorkingClock {
  return {
    deadline: ({ submittedAt, days, stops }) => deadlineOf(calendar, { started: submittedAt, allowance: { days }, stops }),
    before: (instant, duration) => subtractWorkingTime(calendar, instant, readWorkingTime(duration)),
    workingTime: (from, to) => workingTimeBetween(calendar, from, to),
    date: (instant) => localDate(calendar, instant),
    due: (timer, from) => dueOf(calendar, timer, from),
  }
}

function dueOf(calendar: CompiledCalendar, timer: Timer, at: number): number | null {
  if (timer.dueKind === 'date') return Date.parse(timer.due)
  const duration = timer.dueKind === 'duration' ? parseDuration(timer.due) : null
  const due = duration && dueAt({ at, duration, ...(timer.basis === 'working' ? { basis: 'working', calendar } : { basis: 'calendar', zone: calendar.zone }) })
  return due?.ok ? due.due : null
}

function readWorkingTime(text: string): number {
  const duration = parseDuration(text)
  if (!duration || duration.months + duration.weeks + duration.days > 0)
    throw new RangeError(`${text} is not a length of working time: give hours and minutes, e.g. PT4H.`)
  return duration.ms
}
