import { type CompiledCalendar } from './working-calendar.ts'

// Working time is looked for this many days ahead or back (100 years), and then given up: no calendar makes a loop endless.
const reachDays = 36_525

/** The instant itself when the office is open, otherwise its next opening. Throws a RangeError when there is none in 100 years. */
export function nextWorkingInstant(calendar: CompiledCalendar, at: number): number {
  return findNextWorking(calendar, at)?.at ?? outOfReach(at)
}

/**
 * The close of the `days`-th working day after the day of receipt (`days` 0: the close of that day itself).
 *
 * What arrives on a working day before it closes, even before it opens, is received that day; what arrives at or after the
 * close, or on a day off, is received on the next working day. The day of receipt is day 0: limits count in working days
 * after the application has been received complete (UU 30/2014 art. 53). So a one-day service (days: 1) has
 * to be decided by the close of the first working day after receipt: a file handed in a minute before closing has
 * a whole working day too. Deciding on the day of receipt is what the office aims at, not what the law counts.
 *
 * Instants in epoch milliseconds. Throws a RangeError for a broken number of days, or one that takes more than 100 years.
 */
export function addWorkingDays(calendar: CompiledCalendar, at: number, days: number): number {
  if (!Number.isInteger(days) || days < 0) throw new RangeError(`${days} is not a number of working days.`)
  return findWorkingDay(calendar, at, days) ?? outOfReach(at)
}

/**
 * The earliest instant by which so much working time (ms) has passed: the close of a day rather than the next opening.
 * Throws a RangeError for a length below zero, or one that takes more than 100 years.
 */
export function addWorkingTime(calendar: CompiledCalendar, at: number, ms: number): number {
  checkLength(ms)
  return findWorkingTime(calendar, at, ms) ?? outOfReach(at)
}

/**
 * The latest instant from which so much working time (ms) is left: an opening rather than the close before it.
 * Throws a RangeError for a length below zero, or one that takes more than 100 years.
 */
export function subtractWorkingTime(calendar: CompiledCalendar, at: number, ms: number): number {
  checkLength(ms)
  if (ms === 0) return at
  const last = calendar.dayOf(at)
  let left = ms
  for (let day = last; day >= last - reachDays; day -= 1)
    for (const span of calendar.spansOf(day).toReversed()) {
      const to = Math.min(at, span.to)
      const worked = Math.max(0, to - span.from)
      if (left <= worked) return to - left
      left -= worked
    }
  return outOfReach(at)
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

/** As `addWorkingDays`, for numbers already checked: null when it takes more than 100 years. */
export function findWorkingDay(calendar: CompiledCalendar, at: number, days: number): number | null {
  const received = findNextWorking(calendar, at)
  if (received === null) return null
  let left = days
  for (let day = received.day; day <= received.day + reachDays; day += 1) {
    const spans = calendar.spansOf(day)
    if (spans.length === 0) continue
    if (left === 0) return spans.at(-1)?.to ?? null
    left -= 1
  }
  return null
}

/** As `addWorkingTime`, for lengths already checked: null when it takes more than 100 years. */
export function findWorkingTime(calendar: CompiledCalendar, at: number, ms: number): number | null {
  if (ms === 0) return at
  const first = calendar.dayOf(at)
  let left = ms
  for (let day = first; day <= first + reachDays; day += 1)
    for (const span of calendar.spansOf(day)) {
      const from = Math.max(at, span.from)
      const worked = Math.max(0, span.to - from)
      if (left <= worked) return from + left
      left -= worked
    }
  return null
}

function findNextWorking(calendar: CompiledCalendar, at: number): { readonly day: number; readonly at: number } | null {
  const first = calendar.dayOf(at)
  for (let day = first; day <= first + reachDays; day += 1)
    for (const span of calendar.spansOf(day)) if (at < span.to) return { day, at: Math.max(at, span.from) }
  return null
}

function checkLength(ms: number): void {
  if (!(ms >= 0 && Number.isFinite(ms))) throw new RangeError(`${ms} is not a length of working time.`)
}

function outOfReach(at: number): never {
  throw new RangeError(`The office does not work for so long within 100 years of ${at}.`)
}
