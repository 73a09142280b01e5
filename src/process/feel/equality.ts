import type { FeelDate, FeelDuration, FeelRange } from 'feelin'
import { isList, kindOf, type Context, type Temporal } from './kinds.ts'
import { isZoned, monthsOf, pointOf, secondsOf } from './temporals.ts'

/**
 * Whether two values are the same; null when their types differ (DMN 1.5, table 53). Null is the same as null alone, and
 * a list of one is the same as what it holds (10.3.2.9.4).
 */
export function equal(a: unknown, b: unknown): boolean | null {
  if (typeof a === 'string' && typeof b === 'string') return a === b
  if (typeof a === 'number' && typeof b === 'number' && a === b) return true
  const kind = kindOf(a)
  const other = kindOf(b)
  if (kind === 'null' || other === 'null') return kind === other
  if (kind !== other) {
    if (isList(a) && a.length === 1) return equal(a[0], b)
    if (isList(b) && b.length === 1) return equal(a, b[0])
    return null
  }
  switch (kind) {
    case 'list':
      return sameItems(a as readonly unknown[], b as readonly unknown[])
    case 'context':
      return sameEntries(a as Context, b as Context)
    case 'date':
    case 'time':
    case 'date and time':
      return isZoned(a as Temporal) === isZoned(b as Temporal) && pointOf(a as Temporal) === pointOf(b as Temporal)
    case 'days':
      return secondsOf(a as FeelDuration) === secondsOf(b as FeelDuration)
    case 'months':
      return monthsOf(a as FeelDuration) === monthsOf(b as FeelDuration)
    case 'range':
      return sameRange(a as FeelRange, b as FeelRange)
    default:
      return a === b
  }
}

const sameItems = (a: readonly unknown[], b: readonly unknown[]): boolean => a.length === b.length && a.every((each, index) => equal(each, b[index]) === true)

function sameEntries(a: Context, b: Context): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && equal(a[name], b[name]) === true)
}

function sameRange(a: FeelRange, b: FeelRange): boolean {
  return a['start included'] === b['start included'] && a['end included'] === b['end included'] && equal(a.start, b.start) === true && equal(a.end, b.end) === true
}

/** Less than 0 when `a` comes before `b`, 0 when neither does; null when they have no order (table 54). */
export function order(a: unknown, b: unknown): number | null {
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : a > b ? 1 : a === b ? 0 : null
  const kind = kindOf(a)
  const other = kindOf(b)
  if (kind !== other) return null
  switch (kind) {
    case 'string':
      return (a as string) < (b as string) ? -1 : (a as string) > (b as string) ? 1 : 0
    case 'date':
      return orderOfDates(a as FeelDate, b as FeelDate)
    case 'time':
    case 'date and time':
      return isZoned(a as Temporal) === isZoned(b as Temporal) ? pointOf(a as Temporal) - pointOf(b as Temporal) : null
    case 'days':
      return secondsOf(a as FeelDuration) - secondsOf(b as FeelDuration)
    case 'months':
      return monthsOf(a as FeelDuration) - monthsOf(b as FeelDuration)
    default:
      return null
  }
}

/** Dates of four-digit years stand in the order of their texts. */
export function orderOfDates(a: FeelDate, b: FeelDate): number {
  if (a.iso.length === 10 && b.iso.length === 10) return a.iso < b.iso ? -1 : a.iso > b.iso ? 1 : 0
  return pointOf(a) - pointOf(b)
}
