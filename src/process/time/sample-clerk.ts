import fc from 'fast-check'
import { countryZones } from './sample-calendars.ts'
import type { WorkingCalendar, WorkingSpan } from './working-calendar.ts'

const minuteMs = 60_000
const dayMs = 86_400_000

/** For tests: a clerk who counts minute by minute with a watch and a wall calendar. Slow, and obviously right. */
export type Clerk = {
  /** Whether the office works in the minute that begins at an instant. */
  works(at: number): boolean
  /** Working milliseconds between two instants on whole minutes. */
  between(from: number, to: number): number
  /** The minute's end at which so many working days have closed after receipt, and then so much time (ms) was worked. */
  due(at: number, days: number, ms: number): number
}

export function clerk(calendar: WorkingCalendar, hoursAhead: number): Clerk {
  const local = (at: number) => new Date(at + hoursAhead * 3_600_000).toISOString()
  const dates = new Map<number, ReadonlySet<number>>()
  const minutesOfDate = (at: number): ReadonlySet<number> => {
    const day = Math.floor((at + hoursAhead * 3_600_000) / dayMs)
    const known = dates.get(day)
    if (known) return known
    const weekday = ((new Date(day * dayMs).getUTCDay() + 6) % 7) + 1
    const minutes = new Set<number>()
    if (!calendar.holidays.has(local(at).slice(0, 10)))
      for (const [from, to] of calendar.weekly[weekday] ?? [])
        for (let minute = 0; minute < 1440; minute += 1) if (clock(minute) >= from && clock(minute) < to) minutes.add(minute)
    dates.set(day, minutes)
    return minutes
  }
  const works = (at: number) => minutesOfDate(at).has(Math.floor((at + hoursAhead * 3_600_000) / minuteMs) % 1440)
  return {
    works,
    between: (from, to) => {
      let worked = 0
      for (let at = from; at < to; at += minuteMs) if (works(at)) worked += minuteMs
      return worked
    },
    due: (at, days, ms) => {
      let now = at
      if (days > 0) {
        const opened: string[] = []
        for (let last = at; ; now += minuteMs) {
          if (!works(now)) continue
          const date = local(now).slice(0, 10)
          if (!opened.includes(date)) opened.push(date)
          if (opened.length > days + 1) {
            now = last
            break
          }
          last = now + minuteMs
        }
      }
      for (let left = ms; left > 0; now += minuteMs) if (works(now)) left -= minuteMs
      return now
    },
  }
}

const clock = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

const minutesOpen = (spans: readonly WorkingSpan[]) =>
  spans.reduce((sum, [from, to]) => sum + (Date.parse(`1970-01-01T${to}Z`) - Date.parse(`1970-01-01T${from}Z`)) / minuteMs, 0)

const spans = fc.uniqueArray(fc.integer({ min: 0, max: 1439 }), { minLength: 2, maxLength: 6 }).map((minutes): WorkingSpan[] => {
  const sorted = minutes.toSorted((a, b) => a - b)
  return Array.from({ length: Math.floor(sorted.length / 2) }, (_, at) => [clock(sorted[2 * at]!), clock(sorted[2 * at + 1]!)])
})

/** For tests: small calendars of any shape in the zones of the country, with the clerk who keeps them. */
export const anyCalendar = fc
  .record({
    zone: fc.constantFrom(...countryZones),
    weekly: fc.dictionary(fc.constantFrom('1', '2', '3', '4', '5', '6', '7'), spans, { minKeys: 1 }),
    holidays: fc.array(fc.integer({ min: 1, max: 28 }), { maxLength: 6 }),
  })
  // An office of a minute a week would need a century for a day's work, which timers refuse.
  .filter(({ weekly }) => minutesOpen(Object.values(weekly).flat()) >= 60)
  .map(({ zone: [zone, hoursAhead], weekly, holidays }) => {
    const calendar = { zone, weekly, holidays: new Map(holidays.map((day) => [`2026-03-${String(day).padStart(2, '0')}`, 'off'])) }
    return { calendar, clerk: clerk(calendar, hoursAhead) }
  })

/** For tests: any minute of the first three weeks of March 2026. */
export const anyMinute = fc.integer({ min: 0, max: 21 * 1440 }).map((minute) => Date.UTC(2026, 2, 1) + minute * minuteMs)
