import { Temporal } from 'temporal-polyfill'
import { longestMs, refuseDuration, type Duration } from './duration.ts'
import { isInstant } from './instant.ts'
import { refuseTime, type RefusedTime } from './time-refusal.ts'
import type { CompiledCalendar } from './working-calendar.ts'
import { findWorkingDay, findWorkingTime } from './working-time.ts'

/** The clock that a duration is counted by: that on the wall of an IANA zone, or the working hours of a calendar. */
export type CountedBy =
  | { readonly basis: 'calendar'; readonly zone: string }
  | { readonly basis: 'working'; readonly calendar: CompiledCalendar }

export type Due = { readonly ok: true; readonly due: number } | RefusedTime

/**
 * When a timer that starts at an instant falls due, both in epoch milliseconds.
 *
 * In calendar time, months, weeks and days move the date and keep the time on the wall (31 January and a month: the last of
 * February), then hours, minutes and seconds pass exactly. In working time, `days` ends with the close of the last of so
 * many working days after the day of receipt, as a promise does (UU 30/2014 art. 53, see `addWorkingDays`), and
 * hours, minutes and seconds then pass while the unit works; they end at a close rather than at the next opening.
 *
 * Refuses a start out of range, a duration of nothing, weeks and months of working time, and what takes more than 100
 * years. Throws a RangeError for a zone that there is not.
 */
export function dueAt(timer: { readonly at: number; readonly duration: Duration } & CountedBy): Due {
  const { at, duration } = timer
  if (!isInstant(at)) return refuseTime({ kind: 'OutOfRange', value: at })
  const refusal = refuseDuration(duration, timer.basis)
  if (refusal) return refuseTime(refusal)
  const due = timer.basis === 'working' ? addWorking(timer.calendar, at, duration) : addCalendar(timer.zone, at, duration)
  return due === null || due - at > longestMs ? refuseTime({ kind: 'TooFar' }) : { ok: true, due }
}

function addWorking(calendar: CompiledCalendar, at: number, { days, ms }: Duration): number | null {
  const from = days > 0 ? findWorkingDay(calendar, at, days) : at
  return from === null ? null : findWorkingTime(calendar, from, ms)
}

function addCalendar(zone: string, at: number, { months, weeks, days, ms }: Duration): number {
  if (months + weeks + days === 0) return at + ms
  const start = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  return start.add({ months, weeks, days }).epochMilliseconds + ms
}
