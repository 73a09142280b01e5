import { FeelDate, FeelDateTime, FeelDuration, FeelTime } from 'feelin'
import { Temporal as Time } from 'temporal-polyfill'
import type { Temporal } from './kinds.ts'

const dateText = /^(-?)(\d{4}|[1-9]\d{4,8})-(\d\d)-(\d\d)$/
const timeText = /^(\d\d):(\d\d):(\d\d)(\.\d+)?$/
const zoneText = /(Z|[+-]\d\d:\d\d(?::\d\d)?|@[A-Za-z][\w+-]*(?:\/[\w+-]+)*)$/
const durationText = /^-?P(?:(?=\d)(?:\d+Y)?(?:\d+M)?|(?=\d|T\d)(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d*)?S)?)?)$/
const epoch = Time.PlainDate.from('1970-01-01')

/** Null where the library says that there is no such time: months of 32 days, years beyond 271 821. */
function orNull<T>(make: () => T): T | null {
  try {
    return make()
  } catch {
    return null
  }
}

export function makeDate(year: number, month: number, day: number): FeelDate | null {
  if (![year, month, day].every(Number.isInteger)) return null
  return orNull(() => new FeelDate(Time.PlainDate.from({ year, month, day }, { overflow: 'reject' })))
}

// A table asks of the same few dates again and again, and a date never changes.
const datesRead = new Map<string, FeelDate | null>()
const datesKept = 1000

/** `2017-08-23`, with a minus or more than four digits for other times. */
export function readDate(text: string): FeelDate | null {
  const known = datesRead.get(text)
  if (known !== undefined) return known
  if (datesRead.size >= datesKept) datesRead.clear()
  const date = readNewDate(text)
  if (text.length < 20) datesRead.set(text, date)
  return date
}

function readNewDate(text: string): FeelDate | null {
  const found = dateText.exec(text)
  if (!found || (found[1] === '-' && found[2] === '0000')) return null
  return makeDate(Number(`${found[1]}${found[2]}`), Number(found[3]), Number(found[4]))
}

export function makeTime(hour: number, minute: number, second: number, zone: string | null): FeelTime | null {
  const whole = Math.floor(second)
  const nanoseconds = Math.round((second - whole) * 1e9)
  if (![hour, minute, whole].every(Number.isInteger)) return null
  return orNull(() => new FeelTime(Time.PlainTime.from({ hour, minute, second: whole, ...split(nanoseconds) }, { overflow: 'reject' }), zone))
}

const split = (nanoseconds: number) => ({ millisecond: Math.trunc(nanoseconds / 1e6), microsecond: Math.trunc(nanoseconds / 1e3) % 1e3, nanosecond: nanoseconds % 1e3 })

/** `10:30:00`, with a fraction, and with `Z`, an offset, or `@` and a place. */
export function readTime(text: string): FeelTime | null {
  const zone = zoneText.exec(text)?.[0] ?? ''
  const found = timeText.exec(text.slice(0, text.length - zone.length))
  const place = zone === '' ? null : readZone(zone)
  if (!found || place === undefined || Number(found[3]) > 59) return null
  return orNull(() => new FeelTime(Time.PlainTime.from(found[0].slice(0, 18), { overflow: 'reject' }), place))
}

/** How the library writes a zone; undefined where there is no such zone. Offsets go to 14 hours, as XML Schema has it. */
function readZone(zone: string): string | null | undefined {
  if (zone === 'Z') return 'UTC'
  if (zone.startsWith('@')) return orNull(() => new Time.PlainDateTime(1970, 1, 1).toZonedDateTime(zone.slice(1)) && zone.slice(1)) ?? undefined
  const [hours, minutes, seconds = 0] = zone.slice(1).split(':').map(Number) as [number, number, number?]
  if (minutes > 59 || seconds > 59 || hours * 3600 + minutes * 60 + seconds > 18 * 3600) return undefined
  return hours + minutes + seconds === 0 ? 'UTC' : zone
}

/** A date and a time with `T` between, or a date alone, which means its first moment. */
export function readDateTime(text: string): FeelDateTime | null {
  const at = text.indexOf('T')
  const date = readDate(at < 0 ? text : text.slice(0, at))
  const time = at < 0 ? makeTime(0, 0, 0, null) : readTime(text.slice(at + 1))
  return date && time ? combine(date, time) : null
}

/** Years and months, or days and time; the two do not mix (10.3.2.3.6, 10.3.2.3.7). */
export function readDuration(text: string): FeelDuration | null {
  if (!durationText.test(text) || text.length > 40) return null
  return orNull(() => {
    const read = Time.Duration.from(text.replace(/\.(?=S)/, ''))
    return /[YM]/.test(text.split('T')[0]!) ? ofMonths(read.years * 12 + read.months) : new FeelDuration(read, false)
  })
}

/** What stands behind an at-sign. */
export function readAt(text: string): Temporal | FeelDuration | null {
  return readDuration(text) ?? readDate(text) ?? readTime(text) ?? (text.includes('T') ? readDateTime(text) : null)
}

export function combine(date: FeelDate | FeelDateTime, time: FeelTime): FeelDateTime | null {
  const day = date instanceof FeelDate ? date.value : date.value.toPlainDate()
  return orNull(() => new FeelDateTime(day.toPlainDateTime(time.value), time.zone))
}

export const dateOf = (value: FeelDateTime): FeelDate => new FeelDate(value.value.toPlainDate())
export const timeOf = (value: FeelDateTime): FeelTime => new FeelTime(value.value.toPlainTime(), value.zone)
export const midnight = (): FeelTime => new FeelTime(new Time.PlainTime(), 'UTC')
export const firstMoment = (date: FeelDate, zone: string | null = 'UTC'): FeelDateTime => new FeelDateTime(date.value.toPlainDateTime(), zone)

export const isZoned = (value: Temporal): boolean => !(value instanceof FeelDate) && value.zone !== null

/** A point on one line for all values of a type: days, or seconds. Zoned times are moved to UTC. */
export function pointOf(value: Temporal): number {
  if (value instanceof FeelDate) return daysOf(value.value)
  const { value: clock, zone } = value
  const offset = zone === null || zone === 'UTC' ? 0 : offsetOf(value)
  const seconds = clock.hour * 3600 + clock.minute * 60 + clock.second - offset
  const fraction = (clock.millisecond * 1e6 + clock.microsecond * 1e3 + clock.nanosecond) / 1e9
  return (value instanceof FeelDateTime ? daysOf(value.value.toPlainDate()) * 86_400 : 0) + seconds + fraction
}

const daysOf = (date: Time.PlainDate): number => epoch.until(date, { largestUnit: 'day' }).days

const fixedOffset = /^([+-])(\d\d):(\d\d)(?::(\d\d))?$/

/** Seconds before UTC at that zone then. A time of day without a date is taken on the first day of 1970. */
export function offsetOf(value: FeelTime | FeelDateTime): number {
  const { zone } = value
  if (zone === null || zone === 'UTC') return 0
  const fixed = fixedOffset.exec(zone)
  if (fixed) return (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * 3600 + Number(fixed[3]) * 60 + Number(fixed[4] ?? 0))
  const local = value instanceof FeelDateTime ? value.value : epoch.toPlainDateTime(value.value)
  return local.toZonedDateTime(zone).offsetNanoseconds / 1e9
}

export const monthsOf = (duration: FeelDuration): number => duration.value.years * 12 + duration.value.months

export function secondsOf({ value }: FeelDuration): number {
  const fraction = (value.milliseconds * 1e6 + value.microseconds * 1e3 + value.nanoseconds) / 1e9
  return value.days * 86_400 + value.hours * 3600 + value.minutes * 60 + value.seconds + fraction
}

export function ofMonths(months: number): FeelDuration | null {
  const whole = Math.trunc(months)
  return orNull(() => {
    const value = Time.Duration.from({ years: Math.trunc(whole / 12) + 0, months: (whole % 12) + 0 })
    // The library lays years on its calendar to set them right, which holds but 270 000 of them; these are right as they are.
    return Object.defineProperties(new FeelDuration(noTime, true), { value: { value }, iso: { value: whole === 0 ? 'P0M' : value.toString() } })
  })
}

const noTime = new Time.Duration()

export function ofSeconds(seconds: number): FeelDuration | null {
  if (!Number.isFinite(seconds)) return null
  const whole = Math.trunc(seconds)
  const nanoseconds = Math.round((seconds - whole) * 1e9)
  return orNull(() => new FeelDuration(Time.Duration.from({ seconds: whole + 0, nanoseconds: nanoseconds + 0 }), false))
}

/** The moment some duration later. A date stays a date: the time of day falls away (10.3.2.3.5, table 57). */
export function later(value: Temporal, { value: by }: FeelDuration): Temporal | null {
  return orNull(() => {
    if (value instanceof FeelDate) return new FeelDate(value.value.toPlainDateTime().add(by).toPlainDate())
    if (value instanceof FeelTime) return new FeelTime(value.value.add(by), value.zone)
    if (value.zone === null || fixedOffset.test(value.zone) || value.zone === 'UTC') return new FeelDateTime(value.value.add(by), value.zone)
    return new FeelDateTime(value.value.toZonedDateTime(value.zone).add(by).toPlainDateTime(), value.zone)
  })
}

export const negated = (duration: FeelDuration): FeelDuration => (duration.yearsMonths ? ofMonths(-monthsOf(duration))! : new FeelDuration(duration.value.negated(), false))

/** Whole months from one day to another (10.3.4.1, years and months duration). */
export function monthsBetween(from: FeelDate | FeelDateTime, to: FeelDate | FeelDateTime): FeelDuration | null {
  const [start, end] = [from, to].map((each) => (each instanceof FeelDate ? each.value : each.value.toPlainDate())) as [Time.PlainDate, Time.PlainDate]
  return ofMonths(start.until(end, { largestUnit: 'month' }).months)
}

/** How FEEL writes a time: years beyond four digits without the zeros and the plus that others put before them. */
export const writeTemporal = (value: { readonly iso: string }): string => value.iso.replace(/^([+-])0*(\d{4,})-/, (_, sign: string, year: string) => `${sign === '-' ? '-' : ''}${year}-`)
