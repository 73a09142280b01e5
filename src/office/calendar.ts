import { Temporal } from 'temporal-polyfill'

/** Part of a working day in local time, `HH:MM`; the end is not included. */
export type WorkingSpan = readonly [from: string, to: string]

/** When an office works. Data that an office can change. */
export type WorkingCalendar = {
  /** IANA time zone, e.g. `Asia/Jakarta`. */
  readonly zone: string
  /** Spans by ISO weekday (1 Monday to 7 Sunday). Friday has two because of the prayer break. */
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

/** The usual hours: Monday to Thursday 07:30-16:00, Friday 07:30-16:30 with the prayer break 11:30-13:00. */
export const usualHours: WorkingCalendar['weekly'] = {
  1: [['07:30', '16:00']],
  2: [['07:30', '16:00']],
  3: [['07:30', '16:00']],
  4: [['07:30', '16:00']],
  5: [['07:30', '11:30'], ['13:00', '16:30']],
}

const dayMs = 86_400_000
// Far beyond any promise, near enough that a nonsense instant can't fill the memory with days.
const lastDay = 400 * 366

/**
 * Makes a calendar ready: checks it and remembers each day once it has been asked for, so that a deadline costs microseconds.
 * Throws when the calendar is broken (unknown zone, spans that overlap, no working time at all).
 */
export function compileCalendar(calendar: WorkingCalendar): CompiledCalendar {
  checkHours(calendar.weekly)
  const [midnights, spans] = [new Map<number, number>(), new Map<number, readonly Span[]>()]
  const midnight = (day: number) => remember(midnights, day, () => dateOfDay(day).toZonedDateTime(calendar.zone).epochMilliseconds)
  const offset = midnight(0)
  return {
    zone: calendar.zone,
    spansOf: (day) => remember(spans, day, () => spansOfDay(calendar, dateOfDay(day))),
    dayOf: (at) => {
      let day = Math.floor((at - offset) / dayMs)
      if (!(Math.abs(day) < lastDay)) throw new RangeError(`${at} is not an instant that an office can reckon with.`)
      while (at < midnight(day)) day -= 1
      while (at >= midnight(day + 1)) day += 1
      return day
    },
  }
}

/** Whether the office opens at all on a date, `YYYY-MM-DD`. */
export function isWorkingDay(calendar: CompiledCalendar, date: string): boolean {
  const day = Temporal.PlainDate.from('1970-01-01').until(date, { largestUnit: 'days' }).days
  return calendar.spansOf(day).length > 0
}

/** The local date of an instant, `YYYY-MM-DD`. */
export function localDate(calendar: CompiledCalendar, at: number): string {
  return dateOfDay(calendar.dayOf(at)).toString()
}

/** The instant itself when the office is open, otherwise its next opening. */
export function nextWorkingInstant(calendar: CompiledCalendar, at: number): number {
  for (let day = calendar.dayOf(at); ; day += 1)
    for (const span of calendar.spansOf(day)) if (at < span.to) return Math.max(at, span.from)
}

/**
 * The close of the `days`-th working day after the day of receipt (`days` 0: the close of that day itself).
 *
 * What arrives on a working day before it closes, even before it opens, is received that day; what arrives at or after the
 * close, or on a day off, is received on the next working day. The day of receipt is day 0: limits count in working days
 * after the application has been received complete (UU 30/2014 art. 53). So a one-day service (days: 1) has
 * to be decided by the close of the first working day after receipt: a file handed in a minute before closing has
 * a whole working day too. Deciding on the day of receipt is what the office aims at, not what the law counts.
 */
export function addWorkingDays(calendar: CompiledCalendar, at: number, days: number): number {
  if (!Number.isInteger(days) || days < 0) throw new RangeError(`${days} is not a number of working days.`)
  let day = calendar.dayOf(nextWorkingInstant(calendar, at))
  for (let left = days; left > 0; ) {
    day += 1
    if (calendar.spansOf(day).length > 0) left -= 1
  }
  return closeOf(calendar, day)
}

/** The earliest instant by which so much working time (ms) has passed: the close of a day rather than the next opening. */
export function addWorkingTime(calendar: CompiledCalendar, at: number, ms: number): number {
  checkDuration(ms)
  if (ms === 0) return at
  let left = ms
  for (let day = calendar.dayOf(at); ; day += 1)
    for (const span of calendar.spansOf(day)) {
      const from = Math.max(at, span.from)
      const worked = Math.max(0, span.to - from)
      if (left <= worked) return from + left
      left -= worked
    }
}

/** The latest instant from which so much working time (ms) is left: an opening rather than the close before it. */
export function subtractWorkingTime(calendar: CompiledCalendar, at: number, ms: number): number {
  checkDuration(ms)
  if (ms === 0) return at
  let left = ms
  for (let day = calendar.dayOf(at); ; day -= 1)
    for (const span of calendar.spansOf(day).toReversed()) {
      const to = Math.min(at, span.to)
      const worked = Math.max(0, to - span.from)
      if (left <= worked) return to - left
      left -= worked
    }
}

/** Working milliseconds from one instant to another; negative when `to` comes first. */
export function workingTimeBetween(calendar: CompiledCalendar, from: number, to: number): number {
  if (to < from) return -workingTimeBetween(calendar, to, from)
  let worked = 0
  const last = calendar.dayOf(to)
  for (let day = calendar.dayOf(from); day <= last; day += 1)
    for (const span of calendar.spansOf(day)) worked += Math.max(0, Math.min(to, span.to) - Math.max(from, span.from))
  return worked
}

function closeOf(calendar: CompiledCalendar, day: number): number {
  const last = calendar.spansOf(day).at(-1)
  if (!last) throw new Error(`Day ${day} is not a working day.`)
  return last.to
}

function spansOfDay(calendar: WorkingCalendar, date: Temporal.PlainDate): readonly Span[] {
  if (calendar.holidays.has(date.toString())) return []
  const instant = (time: string) => date.toZonedDateTime({ timeZone: calendar.zone, plainTime: time }).epochMilliseconds
  return (calendar.weekly[date.dayOfWeek] ?? []).map(([from, to]) => ({ from: instant(from), to: instant(to) }))
}

function dateOfDay(day: number): Temporal.PlainDate {
  if (!(Math.abs(day) <= lastDay + 366)) throw new RangeError(`Day ${day} is out of the calendar's reach.`)
  return new Temporal.PlainDate(1970, 1, 1).add({ days: day })
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

function checkDuration(ms: number): void {
  if (!(ms >= 0 && Number.isFinite(ms))) throw new RangeError(`${ms} is not a length of working time.`)
}

function remember<K, V>(known: Map<K, V>, key: K, find: () => V): V {
  const found = known.get(key)
  if (found !== undefined) return found
  const value = find()
  known.set(key, value)
  return value
}
