import { FeelDate, FeelDateTime, FeelDuration, FeelRange, FeelTime, toFeel } from 'feelin'
import type { FunctionType } from './function-type.ts'

export type Context = Readonly<Record<string, unknown>>
export type Temporal = FeelDate | FeelTime | FeelDateTime
export type Kind = 'null' | 'number' | 'string' | 'boolean' | 'list' | 'context' | 'date' | 'time' | 'date and time' | 'days' | 'months' | 'range' | 'function' | 'other'

/** A function: of FEEL itself, of a model, or written in an expression. Null in `args` stands for one that was left out. */
export class FeelFunction {
  readonly params: readonly string[]
  readonly call: (args: readonly unknown[], named: Context | null) => unknown
  /** What it takes and gives, as far as that is written. */
  readonly type: FunctionType | null

  constructor(params: readonly string[], call: (args: readonly unknown[], named: Context | null) => unknown, type: FunctionType | null = null) {
    this.params = params
    this.call = call
    this.type = type
  }
}

export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)
export const isNothing = (value: unknown): value is null | undefined => value === null || value === undefined

export function isContext(value: unknown): value is Context {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** Of what type of FEEL a value is (DMN 1.5, 10.3.2.3). A number that is none counts as null. */
export function kindOf(value: unknown): Kind {
  switch (typeof value) {
    case 'number':
      return Number.isNaN(value) ? 'null' : 'number'
    case 'string':
    case 'boolean':
      return typeof value as 'string' | 'boolean'
    case 'object':
      if (value === null) return 'null'
      if (Array.isArray(value)) return 'list'
      return kindOfObject(value)
    case 'undefined':
      return 'null'
    default:
      return 'other'
  }
}

function kindOfObject(value: object): Kind {
  if (isContext(value)) return 'context'
  if (value instanceof FeelDate) return 'date'
  if (value instanceof FeelDateTime) return 'date and time'
  if (value instanceof FeelTime) return 'time'
  if (value instanceof FeelDuration) return value.yearsMonths ? 'months' : 'days'
  if (value instanceof FeelRange) return 'range'
  return value instanceof FeelFunction ? 'function' : 'other'
}

/** Takes a value from outside as FEEL has it: a Date is a date and time, also inside lists and contexts. */
export function adopt(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return kindOf(value) === 'other' || kindOf(value) === 'null' ? null : value
  if (Array.isArray(value)) return value.every(isHome) ? value : value.map(adopt)
  if (!isContext(value)) return kindOfObject(value) === 'other' ? fromOutside(value) : value
  for (const key in value) if (!isHome(value[key])) return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, adopt(each)]))
  return value
}

/** A date of no time is no value, and neither is anything else that FEEL has no type for. */
function fromOutside(value: object): unknown {
  if (value instanceof Date && Number.isNaN(value.getTime())) return null
  const taken: unknown = toFeel(value)
  return kindOf(taken) === 'other' ? null : taken
}

function isHome(value: unknown): boolean {
  if (typeof value !== 'object') return kindOf(value) !== 'other' && kindOf(value) !== 'null'
  if (value === null) return true
  return adopt(value) === value
}
