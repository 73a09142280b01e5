import { compileCalendar, deadlineOf, type CompiledCalendar, type WorkingSpan } from '../../process/index.ts'
import type { Move, Promised, Reckoned } from '../process-context.ts'
import { decreedSince, stoodAt, type DayOff } from './days-off.ts'

/** When a unit works, and every day off that it ever had. */
export type UnitCalendar = {
  /** IANA time zone, e.g. `Asia/Makassar`. */
  readonly zone: string
  /** Spans by ISO weekday (1 Monday to 7 Sunday). */
  readonly weekly: { readonly [weekday: number]: readonly WorkingSpan[] }
  readonly daysOff: readonly DayOff[]
}

/** Reckons promises on a unit's calendar. Pure: what it remembers between calls only makes it quick. */
export type PromiseCalendar = {
  reckon(promised: Promised): Reckoned
  /** The days off in force now: what new cases, and pages, see. */
  readonly now: CompiledCalendar
}

/**
 * A unit's calendar, ready to reckon promises by.
 *
 * Days off that stood when the case came in are in its first promise. Each day decreed afterwards is taken in the order
 * in which it became known, with the stops that were known then, and counts when the promise was not over by then and the
 * deadline does not come earlier by it (a long stop over a short Friday could do that). So whatever is decreed or revoked
 * later, a deadline once told never moves to an earlier instant, and one that has passed never moves at all.
 *
 * Throws a RangeError when the calendar is broken (`compileCalendar`).
 */
export function promiseCalendar(unit: UnitCalendar): PromiseCalendar {
  const calendarWith = rememberCalendars(unit)
  const known = new Map<number, Known>()
  const turns = [...new Set(unit.daysOff.flatMap((day) => (day.revokedAt === null ? [day.addedAt] : [day.addedAt, day.revokedAt])))].sort((a, b) => a - b)
  // What was known when a case came in changes only where a day was decreed or revoked: once for each stretch between.
  const knownAt = (submittedAt: number): Known => {
    const stretch = countUpTo(turns, submittedAt)
    const found = known.get(stretch)
    if (found) return found
    const made: Known = { first: datesOf(unit.daysOff.filter((day) => stoodAt(day, submittedAt))), since: decreedSince(unit.daysOff, submittedAt) }
    known.set(stretch, made)
    return made
  }
  return {
    now: calendarWith(datesOf(unit.daysOff.filter((day) => day.revokedAt === null))),
    reckon: (promised) => reckon(promised, knownAt(promised.submittedAt), calendarWith),
  }
}

type Known = { readonly first: readonly string[]; readonly since: readonly DayOff[] }
type CalendarWith = (dates: readonly string[]) => CompiledCalendar

function reckon(promised: Promised, { first, since }: Known, calendarWith: CalendarWith): Reckoned {
  let dates = first
  let calendar = calendarWith(dates)
  const moves: Move[] = []
  for (const day of since) {
    if (dates.includes(day.date)) continue
    const then = { ...promised, stops: stopsKnownAt(promised.stops, day.addedAt) }
    const was = deadlineOn(calendar, then)
    // A promise that is over stays as it ended; while the clock stands still none is.
    if (was !== null && day.addedAt >= was) break
    const more = [...dates, day.date].sort()
    const wider = calendarWith(more)
    const moved = deadlineOn(wider, then)
    if (moved !== null && was !== null && moved < was) continue
    if (moved !== null && was !== null && moved > was) moves.push({ day: day.date, from: was, to: moved })
    dates = more
    calendar = wider
  }
  return { deadline: deadlineOn(calendar, promised), calendar, moves }
}

/**
 * The stops as they were known when a day was decreed, or when the clock went on if it stood still then. A day that once
 * counted would otherwise be lost to a later stop, and with it the hours that nobody worked on it.
 */
function stopsKnownAt(stops: Promised['stops'], at: number): Promised['stops'] {
  const until = stops.reduce((last, { from, to }) => (from <= at && (to === null || to > at) ? Math.max(last, to ?? Infinity) : last), at)
  return stops.filter(({ from }) => from < until || from <= at)
}

function deadlineOn(calendar: CompiledCalendar, { submittedAt, days, stops }: Promised): number | null {
  return deadlineOf(calendar, { started: submittedAt, allowance: { days }, stops })
}

function rememberCalendars({ zone, weekly }: UnitCalendar): CalendarWith {
  const compiled = new Map<string, CompiledCalendar>()
  return (dates) => {
    const key = dates.join()
    const found = compiled.get(key)
    if (found) return found
    const calendar = compileCalendar({ zone, weekly, holidays: new Map(dates.map((date) => [date, date])) })
    compiled.set(key, calendar)
    return calendar
  }
}

const datesOf = (days: readonly DayOff[]): readonly string[] => [...new Set(days.map((day) => day.date))].sort()

function countUpTo(sorted: readonly number[], at: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! <= at) low = middle + 1
    else high = middle
  }
  return low
}
