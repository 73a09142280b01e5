import { Temporal } from 'temporal-polyfill'

/** Minutes after midnight; from and until the same: never quiet. */
export type QuietHours = { readonly from: number; readonly until: number }

/** From nine in the evening to seven in the morning. */
export const usualQuiet: QuietHours = { from: 21 * 60, until: 7 * 60 }

/** When the quiet hours end that an instant lies in, in a zone's own time; null when it lies in none. Epoch milliseconds. */
export function quietUntil(at: number, zone: string, { from, until }: QuietHours): number | null {
  if (from === until) return null
  const here = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  const minute = here.hour * 60 + here.minute
  const isQuiet = from < until ? minute >= from && minute < until : minute >= from || minute < until
  if (!isQuiet) return null
  const date = here.toPlainDate().add({ days: minute < until ? 0 : 1 })
  const end = date.toPlainDateTime({ hour: Math.floor(until / 60), minute: until % 60 })
  return end.toZonedDateTime(zone).epochMilliseconds
}

/** `21:00` as minutes; null when it is no time of day. */
export function minutesOf(text: string): number | null {
  const match = /^([01]?\d|2[0-3])[:.]([0-5]\d)$/.exec(text.trim())
  return match ? Number(match[1]) * 60 + Number(match[2]) : null
}

/** Minutes as `21:00`. */
export function timeOfDay(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}
