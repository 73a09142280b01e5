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
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === Object.prototype || prototype === null) return plainContext(value as Readonly<Record<string, unknown>>)
  if (value instanceof FeelDate || value instanceof FeelTime || value instanceof FeelDateTime || value instanceof FeelDuration) return String(value)
  return undefined
}

function plainContext(context: Readonly<Record<string, unknown>>): unknown {
  const plain: Record<string, unknown> = {}
  for (const name of Object.keys(context)) {
    const item = plainOf(context[name])
    if (item === undefined) return undefined
    // A name such as `__proto__` is an entry like any other.
    if (name in plain) Object.defineProperty(plain, name, { value: item, enumerable: true, configurable: true, writable: true })
    else plain[name] = item
  }
  return plain
}
