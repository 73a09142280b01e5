import { Temporal } from 'temporal-polyfill'
import { dateOfDay, dayOfDate, localDays, type LocalDays } from '../../process/index.ts'

const zones = new Map<string, LocalDays>()

/** The days of a zone, made once. */
function daysOf(zone: string): LocalDays {
  const known = zones.get(zone)
  if (known) return known
  const days = localDays(zone)
  zones.set(zone, days)
  return days
}

/** The local date of an instant, `YYYY-MM-DD`. */
export function dateIn(zone: string, at: number): string {
  return dateOfDay(daysOf(zone).dayOf(at)).toString()
}

/** The local time of an instant, `HH:MM`. */
export function timeIn(zone: string, at: number): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' })
}

/** The first instant of a local date. */
export function startOfDate(zone: string, date: string): number {
  return daysOf(zone).instantOf(dayOfDate(date), 0)
}

/** The first instant after a local date. */
export function endOfDate(zone: string, date: string): number {
  return daysOf(zone).instantOf(dayOfDate(date) + 1, 0)
}

/** The date so many days later. */
export function addDays(date: string, days: number): string {
  return dateOfDay(dayOfDate(date) + days).toString()
}
