import { FeelRange } from 'feelin'
import { equal, order } from './equality.ts'
import { isList, isNothing, kindOf, type Kind } from './kinds.ts'

const ordered: ReadonlySet<Kind> = new Set<Kind>(['number', 'string', 'date', 'time', 'date and time', 'days', 'months'])

/** A range; an end that is null is open. Null where the ends have no order between them. */
export function makeRange(start: unknown, end: unknown, startIncluded: boolean, endIncluded: boolean): FeelRange | null {
  const [low, high] = [start ?? null, end ?? null]
  if (low === null && high === null) return null
  if (low !== null && !ordered.has(kindOf(low))) return null
  if (high !== null && !ordered.has(kindOf(high))) return null
  if (low !== null && high !== null && kindOf(low) !== kindOf(high)) return null
  return new FeelRange({ start: low, end: high, 'start included': low !== null && startIncluded, 'end included': high !== null && endIncluded, valueType: typeOf(low ?? high) })
}

/** How the FEEL library calls the type, for it has one for all durations. */
function typeOf(value: unknown): string {
  const kind = kindOf(value)
  return kind === 'days' || kind === 'months' ? 'duration' : kind === 'date and time' ? 'date time' : kind
}

/** Whether a value lies in a range; null when it can't be compared with its ends. */
export function includes(range: FeelRange, value: unknown): boolean | null {
  const { start, end } = range
  const low = isNothing(start) ? 1 : order(value, start)
  const high = isNothing(end) ? -1 : order(value, end)
  if (low === null || high === null) return null
  return (low > 0 || (low === 0 && range['start included'])) && (high < 0 || (high === 0 && range['end included']))
}

/** Whether a value passes a test: `e in t` of grammar rule 49, for what `t` may be. */
export function passes(value: unknown, test: unknown): boolean | null {
  if (test instanceof FeelRange) return kindOf(value) === 'range' ? equal(value, test) : includes(test, value)
  if (isList(test)) {
    if (isList(value) && equal(value, test) === true) return true
    let unknown = false
    for (const each of test) {
      const found = each instanceof FeelRange ? passes(value, each) : equal(value, each)
      if (found === true) return true
      if (found === null && each instanceof FeelRange) unknown = true
    }
    return unknown ? null : false
  }
  return equal(value, test)
}
