import { dayOfDate, localDays, weekdayOf } from '../../process/index.ts'
import type { Place } from '../place.ts'
import { addDays } from './local-time.ts'
import type { ClosedDays } from './slot-rules.ts'

const longestBreak = 31
/** When people are still awake to read a message about tomorrow. */
const evening = 20 * 60

/** The day on which somebody can still be told about a visit: instants in epoch milliseconds. */
export type DayBefore = {
  /** When the place opens and closes on the last working day before the visit. */
  readonly opens: number
  readonly closes: number
  /** Eight in the evening of the day before the visit, working day or not. */
  readonly evening: number
}

/**
 * The working day before a date at a place, by its opening hours and the closed days. Null when the place is closed for
 * a month before: then there is no such day.
 */
export function dayBefore(place: Pick<Place, 'zone' | 'hours'>, closed: ClosedDays, date: string): DayBefore | null {
  const days = localDays(place.zone)
  for (let back = 1; back <= longestBreak; back++) {
    const each = addDays(date, -back)
    const day = dayOfDate(each)
    const spans = closed.has(each) ? [] : (place.hours[weekdayOf(day)] ?? [])
    const [first, last] = [spans[0], spans.at(-1)]
    if (first && last)
      return { opens: days.instantOf(day, minutesOf(first[0])), closes: days.instantOf(day, minutesOf(last[1])), evening: days.instantOf(dayOfDate(date) - 1, evening) }
  }
  return null
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}
