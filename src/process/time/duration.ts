import type { TimeRefusal } from './time-refusal.ts'

/** A length of time as ISO 8601 writes it. Each part is a whole number of its unit; years are in `months`, hours and shorter in `ms`. */
export type Duration = { readonly months: number; readonly weeks: number; readonly days: number; readonly ms: number }

/** By which clock a duration is counted: that on the wall, or the hours that a unit works. */
export type TimeBasis = 'calendar' | 'working'

/** No timer reaches further than 100 years: what does is a slip of the pen, and would cost time to reckon. */
export const longestMs = 36_525 * 86_400_000

const whole = '(\\d{1,15})'
const part = '(\\d{1,15}(?:[.,]\\d{1,9})?)'
const form = new RegExp(`^P(?=\\d|T\\d)(?:${whole}Y)?(?:${whole}M)?(?:${whole}W)?(?:${whole}D)?(?:T(?=\\d)(?:${part}H)?(?:${part}M)?(?:${part}S)?)?$`)
// Only the smallest part that is written may have a fraction.
const fractionThenMore = /[.,]\d+[HM]\d/

/**
 * Reads a duration of ISO 8601-1:2019, 5.5.2: `P3D`, `PT36H`, `P1M`, `P1DT4H30M`, `PT1.5H`. Null when the text is none.
 * Fractions stand in the smallest part, of an hour or less, and are kept to the millisecond. Lengths below zero, and
 * numbers of more than 15 digits, which could not be kept exactly, are not read.
 */
export function parseDuration(text: string): Duration | null {
  const found = form.exec(text)
  if (!found || fractionThenMore.test(text)) return null
  const [years, months, weeks, days, hours, minutes, seconds] = found.slice(1).map((each) => Number((each ?? '0').replace(',', '.')))
  return {
    months: (years ?? 0) * 12 + (months ?? 0),
    weeks: weeks ?? 0,
    days: days ?? 0,
    ms: Math.round((hours ?? 0) * 3_600_000 + (minutes ?? 0) * 60_000 + (seconds ?? 0) * 1000),
  }
}

/** Reads the `calendar` property of a timer: `working`, or nothing for the wall clock. Null for any other word. */
export function parseTimeBasis(text: string | undefined): TimeBasis | null {
  if (text === undefined || text === 'calendar') return 'calendar'
  return text === 'working' ? 'working' : null
}

/**
 * Why a timer can't wait for a duration, whenever it starts; null when it can. For the reader of a model, so that a
 * designer hears of it before any case does. A week or a month has no agreed length in working days.
 */
export function refuseDuration(duration: Duration, basis: TimeBasis): TimeRefusal | null {
  const { months, weeks, days, ms } = duration
  if (months + weeks + days + ms === 0) return { kind: 'ZeroDuration' }
  if (basis === 'working' && months + weeks > 0) return { kind: 'NotWorkingTime' }
  const shortest = months * 28 * 86_400_000 + weeks * 7 * 86_400_000 + days * 86_400_000 + ms
  return shortest <= longestMs ? null : { kind: 'TooFar' }
}

/** A duration so many times over: three times a month is three months, whatever their days. */
export function timesOver(duration: Duration, times: number): Duration {
  const { months, weeks, days, ms } = duration
  return { months: months * times, weeks: weeks * times, days: days * times, ms: ms * times }
}
