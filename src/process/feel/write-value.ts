import { FeelDate, FeelDateTime, FeelDuration, FeelRange, FeelTime } from 'feelin'
import { writeNumber } from './decimals.ts'
import { isContext, isList } from './kinds.ts'
import { charge, chargeText, type Budget } from './limits.ts'
import { writeTemporal } from './temporals.ts'

/** What string() says of a value (DMN 1.5, 10.3.4.1): a text as it is, in a list or context with its quotes. */
export function writeValue(value: unknown, budget: Budget, within = false): string | null {
  charge(budget, 1)
  if (value === null || value === undefined) return within ? 'null' : null
  if (typeof value === 'string') return within ? chargeText(budget, `"${value.replace(/(["\\])/g, '\\$1')}"`) : value
  if (typeof value === 'number') return writeNumber(value)
  if (typeof value === 'boolean') return String(value)
  if (isList(value)) return chargeText(budget, `[${value.map((each) => writeValue(each, budget, true)).join(', ')}]`)
  if (isContext(value)) return chargeText(budget, `{${Object.entries(value).map(([name, each]) => `${writeKey(name)}: ${writeValue(each, budget, true)}`).join(', ')}}`)
  if (value instanceof FeelDate || value instanceof FeelDateTime || value instanceof FeelTime) return writeTemporal(value)
  if (value instanceof FeelDuration) return value.iso
  if (value instanceof FeelRange) return writeRange(value, budget)
  return null
}

const writeKey = (name: string): string => (/^[\p{L}_][\p{L}\p{N}_ ]*$/u.test(name) ? name : `"${name.replace(/(["\\])/g, '\\$1')}"`)

function writeRange(range: FeelRange, budget: Budget): string {
  const [start, end] = [range.start, range.end].map((each: unknown) => (each === null ? '' : writeValue(each, budget, true)))
  return `${range['start included'] ? '[' : '('}${start}..${end}${range['end included'] ? ']' : ')'}`
}
