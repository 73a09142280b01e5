import { FeelDate, FeelDateTime, FeelDuration, FeelRange, FeelTime } from 'feelin'
import { isContext } from './kinds.ts'
import { isZoned, ofSeconds, offsetOf } from './temporals.ts'
import { normalName } from './read-name.ts'

type Read<T> = Readonly<Record<string, (value: T) => unknown>>

const ofDate: Read<FeelDate | FeelDateTime> = { year: (each) => each.year, month: (each) => each.month, day: (each) => each.day, weekday: (each) => each.weekday }
const ofTime: Read<FeelTime | FeelDateTime> = {
  hour: (each) => each.hour,
  minute: (each) => each.minute,
  second: (each) => each.second,
  'time offset': (each) => (isZoned(each) ? ofSeconds(offsetOf(each)) : null),
  timezone: (each) => (each.zone !== null && /^[A-Za-z]/.test(each.zone) ? (each.zone === 'UTC' ? 'Z' : each.zone) : null),
}
const ofDays: Read<FeelDuration> = { days: (each) => each.days, hours: (each) => each.hours, minutes: (each) => each.minutes, seconds: (each) => each.seconds }
const ofMonths: Read<FeelDuration> = { years: (each) => each.years, months: (each) => each.months }
const ofRange: Read<FeelRange> = {
  start: (each) => each.start as unknown,
  end: (each) => each.end as unknown,
  'start included': (each) => each['start included'],
  'end included': (each) => each['end included'],
}

/** What stands behind a dot: an entry of a context, or a property of a time or range (DMN 1.5, table 65). Null where there is none. */
export function memberOf(value: unknown, name: string): unknown {
  if (isContext(value)) return Object.hasOwn(value, name) ? (value[name] ?? null) : loosely(value, name)
  if (value instanceof FeelDate) return read(ofDate, value, name)
  if (value instanceof FeelDateTime) return read(ofDate, value, name) ?? read(ofTime, value, name)
  if (value instanceof FeelTime) return read(ofTime, value, name)
  if (value instanceof FeelDuration) return read(value.yearsMonths ? ofMonths : ofDays, value, name)
  if (value instanceof FeelRange) return read(ofRange, value, name)
  return null
}

function read<T>(members: Read<T>, value: T, name: string): unknown {
  return Object.hasOwn(members, name) ? members[name]!(value) : null
}

function loosely(context: Readonly<Record<string, unknown>>, name: string): unknown {
  for (const key in context) if (normalName(key) === name) return context[key] ?? null
  return null
}
