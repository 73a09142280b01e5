import { FeelDate, FeelDateTime, FeelDuration, FeelTime } from 'feelin'

/**
 * What a decision said, as the state can keep it: plain JSON, the same after it was stored and read. Dates, times and
 * durations become their ISO 8601 text, a number that is none becomes null. Undefined for what has no such form: a
 * function, a range.
 */
export function plainOf(value: unknown): unknown {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (Array.isArray(value)) {
    const items = value.map(plainOf)
    return items.includes(undefined) ? undefined : items
  }
  if (typeof value !== 'object') return undefined
  if (value instanceof FeelDate || value instanceof FeelTime || value instanceof FeelDateTime || value instanceof FeelDuration) return String(value)
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return undefined
  const entries = Object.entries(value).map(([name, item]): [string, unknown] => [name, plainOf(item)])
  return entries.some(([, item]) => item === undefined) ? undefined : Object.fromEntries(entries)
}
