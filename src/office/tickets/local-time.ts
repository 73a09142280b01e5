import type { Place } from '../place.ts'

export type LocalTime = { readonly date: string; /** ISO: 1 Monday to 7 Sunday. */ readonly weekday: number; /** `HH:MM` */ readonly time: string }

const formats = new Map<string, Intl.DateTimeFormat>()

/** What the calendar and the clock on the wall say in a zone. */
export function localTime(at: number, zone: string): LocalTime {
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  formats.set(zone, format)
  const parts = Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]))
  const date = `${parts['year']}-${parts['month']}-${parts['day']}`
  return { date, weekday: new Date(`${date}T00:00:00Z`).getUTCDay() || 7, time: `${parts['hour']}:${parts['minute']}` }
}

/** Whether a place is open: within its hours, on a day that is no holiday. */
export function isOpenAt(place: Pick<Place, 'hours' | 'zone'>, at: number, isHoliday: boolean): boolean {
  const { weekday, time } = localTime(at, place.zone)
  return !isHoliday && (place.hours[weekday] ?? []).some(([from, to]) => time >= from && time < to)
}
