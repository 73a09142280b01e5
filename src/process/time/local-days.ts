import { Temporal } from 'temporal-polyfill'

/** The days of a time zone, counted from 1970-01-01 of the local calendar. Instants in epoch milliseconds. */
export type LocalDays = {
  /** The instant of a local time, `minute` minutes after midnight by the clock on the wall. */
  instantOf(day: number, minute: number): number
  /** The local day that an instant falls on. */
  dayOf(at: number): number
}

const dayMs = 86_400_000
const minuteMs = 60_000
// Far beyond any promise, near enough that a nonsense instant can't fill the memory with days.
const lastDay = 400 * 366
const epoch = new Temporal.PlainDate(1970, 1, 1)

/** A stretch without a change of the clock: a local time is then one subtraction away from its instant. */
type Steady = { readonly from: number; readonly to: number; readonly offset: number }

/** The days of an IANA zone. Throws a RangeError for an unknown zone, and later for instants more than 400 years away. */
export function localDays(zone: string): LocalDays {
  let steady = steadyAround(zone, 0)
  const midnights = new Map<number, number>()

  const isSteady = (day: number) => {
    const midnight = day * dayMs - steady.offset
    return midnight >= steady.from && midnight + dayMs <= steady.to
  }
  const instantOf = (day: number, minute: number) => {
    if (!isSteady(day)) steady = steadyAround(zone, day * dayMs - steady.offset)
    if (isSteady(day)) return day * dayMs - steady.offset + minute * minuteMs
    // The clock changes on this very day: only the zone's own rules know which instant is meant.
    const plainTime = { hour: Math.floor(minute / 60), minute: minute % 60 }
    return dateOfDay(day).toZonedDateTime({ timeZone: zone, plainTime }).epochMilliseconds
  }
  const midnight = (day: number) => {
    const known = midnights.get(day)
    if (known !== undefined) return known
    checkReach(day)
    const found = instantOf(day, 0)
    midnights.set(day, found)
    return found
  }

  return {
    instantOf: (day, minute) => (minute === 0 ? midnight(day) : instantOf(day, minute)),
    dayOf: (at) => {
      let day = Math.floor((at + steady.offset) / dayMs)
      if (!(Math.abs(day) < lastDay)) throw new RangeError(`${at} is not an instant that an office can reckon with.`)
      while (at < midnight(day)) day -= 1
      while (at >= midnight(day + 1)) day += 1
      return day
    },
  }
}

/** The date of a day, `YYYY-MM-DD` in its text. */
export function dateOfDay(day: number): Temporal.PlainDate {
  checkReach(day)
  return epoch.add({ days: day })
}

/** The day of a date, `YYYY-MM-DD`. Throws a RangeError when there is no such date. */
export function dayOfDate(date: string): number {
  return epoch.until(date, { largestUnit: 'days' }).days
}

/** The first instant of a date (`YYYY-MM-DD`) of a zone, or of the day so many days after it. Throws a RangeError for no date. */
export function startOfDay(zone: string, date: string, daysAfter: number): number {
  return localDays(zone).instantOf(dayOfDate(date) + daysAfter, 0)
}

/** ISO weekday of a day, 1 Monday to 7 Sunday. 1970-01-01 was a Thursday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7 + 1
}

function steadyAround(zone: string, at: number): Steady {
  const here = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  return {
    from: transition(here.add({ milliseconds: 1 }), 'previous') ?? -Infinity,
    to: transition(here, 'next') ?? Infinity,
    offset: here.offsetNanoseconds / 1e6,
  }
}

function transition(from: Temporal.ZonedDateTime, direction: 'next' | 'previous'): number | undefined {
  return from.getTimeZoneTransition(direction)?.epochMilliseconds
}

/** Throws a RangeError for a day so far away that no office can mean it. */
export function checkReach(day: number): void {
  if (!(Math.abs(day) <= lastDay + 366)) throw new RangeError(`Day ${day} is out of the calendar's reach.`)
}
