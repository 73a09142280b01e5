import { dueAt, localDate, parseDuration, workingTimeBetween, type CompiledCalendar, type Waiting } from '../process/index.ts'
import type { Clock } from './process-context.ts'
import { promiseCalendar, type UnitCalendar } from './promise/promise-calendar.ts'

/** The working calendar of a unit as the rules, the process and the pages ask it. Instants in epoch milliseconds. */
export type WorkingClock = Clock & {
  /** IANA time zone. */
  readonly zone: string
  /** Working milliseconds between two instants. */
  workingTime(from: number, to: number): number
  /** The last instant of that working day; on a day off, the instant itself. */
  endOfDay(instant: number): number
  /** The local date of an instant, `YYYY-MM-DD`. */
  date(instant: number): string
  /** When a timer of a process that starts at an instant falls due; null for one that repeats, or that no clock can tell. */
  due(timer: Timer, from: number): number | null
}

export type Timer = Extract<Waiting, { kind: 'timer' }>

/**
 * A clock over a unit's calendar. Promises are reckoned by the days off that count for each case (`promiseCalendar`),
 * everything else by those in force now. Throws a RangeError when the calendar is broken.
 */
export function workingClock(unit: UnitCalendar): WorkingClock {
  const promises = promiseCalendar(unit)
  const calendar = promises.now
  return {
    zone: unit.zone,
    deadline: (promised) => promises.reckon(promised).deadline,
    reckon: promises.reckon,
    workingTime: (from, to) => workingTimeBetween(calendar, from, to),
    endOfDay: (instant) => calendar.spansOf(calendar.dayOf(instant)).at(-1)?.to ?? instant,
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
