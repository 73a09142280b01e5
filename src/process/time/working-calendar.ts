import { checkReach, dateOfDay, dayOfDate, localDays, weekdayOf } from './local-days.ts'

/** Part of a working day in local time, `HH:MM`; the end is not included. */
export type WorkingSpan = readonly [from: string, to: string]

/** When a unit works. Data that an office can change. */
export type WorkingCalendar = {
  /** IANA time zone, e.g. `Asia/Jakarta`. */
  readonly zone: string
  /** Spans by ISO weekday (1 Monday to 7 Sunday). A day with a break has two. */
  readonly weekly: { readonly [weekday: number]: readonly WorkingSpan[] }
  /** Days off, national holidays and joint leave alike: `YYYY-MM-DD` to name. */
  readonly holidays: ReadonlyMap<string, string>
}

/** A piece of working time as instants in epoch milliseconds; `to` is not included. */
export type Span = { readonly from: number; readonly to: number }

/** A calendar made ready for arithmetic. Days are counted from 1970-01-01 of the local calendar. */
export type CompiledCalendar = {
  readonly zone: string
  /** The working spans of a local day, in order; empty on a day off. */
  spansOf(day: number): readonly Span[]
  /** The local day that an instant falls on. */
  dayOf(at: number): number
}

/**
 * Makes a calendar ready: checks it and remembers each day once it has been asked for, so that a deadline costs microseconds.
 * Throws a RangeError when the calendar is broken: an unknown zone, a holiday that is no date, spans that overlap, no working
 * time at all. Asking it later for days more than 400 years from 1970 throws one too: no loop over days is without an end.
 */
export function compileCalendar(calendar: WorkingCalendar): CompiledCalendar {
  checkHours(calendar.weekly)
  const days = localDays(calendar.zone)
  const holidays = new Set([...calendar.holidays.keys()].map(dayOfDate))
  const hours = new Map(Object.entries(calendar.weekly).map(([weekday, spans]) => [Number(weekday), spans.map(minutesOf)]))
  const known = new Map<number, readonly Span[]>()

  const findSpans = (day: number): readonly Span[] => {
    checkReach(day)
    if (holidays.has(day)) return []
    const spans = hours.get(weekdayOf(day)) ?? []
    return spans.map(([from, to]) => ({ from: days.instantOf(day, from), to: days.instantOf(day, to) }))
  }
  return {
    zone: calendar.zone,
    dayOf: days.dayOf,
    spansOf: (day) => {
      const found = known.get(day)
      if (found) return found
      const spans = findSpans(day)
      known.set(day, spans)
      return spans
    },
  }
}

/** Whether the office opens at all on a date, `YYYY-MM-DD`. */
export function isWorkingDay(calendar: CompiledCalendar, date: string): boolean {
  return calendar.spansOf(dayOfDate(date)).length > 0
}

/** The local date of an instant, `YYYY-MM-DD`. */
export function localDate(calendar: CompiledCalendar, at: number): string {
  return dateOfDay(calendar.dayOf(at)).toString()
}

function minutesOf([from, to]: WorkingSpan): readonly [from: number, to: number] {
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
  return [minutes(from), minutes(to)]
}

function checkHours(weekly: WorkingCalendar['weekly']): void {
  const days = Object.entries(weekly)
  for (const [weekday, spans] of days) {
    const times = spans.flat()
    const inOrder = times.every((time, at) => at === 0 || (times[at - 1] ?? '') < time)
    if (!/^[1-7]$/.test(weekday) || !inOrder || !times.every((time) => /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(time)))
      throw new RangeError(`The working hours of weekday ${weekday} are broken: ${JSON.stringify(spans)}`)
  }
  if (days.every(([, spans]) => spans.length === 0)) throw new RangeError('A calendar without working hours has no deadlines.')
}
