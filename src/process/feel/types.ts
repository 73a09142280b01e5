import { FeelDate, FeelRange } from 'feelin'
import { isFunctionOf, type FunctionType } from './function-type.ts'
import { FeelFunction, isContext, isList, isNothing, kindOf } from './kinds.ts'
import { firstMoment } from './temporals.ts'

/** A type of FEEL or of a model (DMN 1.5, 7.3.3 and 10.3.2.9). */
export type FeelType =
  | { readonly kind: 'any' | 'null' }
  | { readonly kind: 'plain'; readonly is: ReadonlySet<string> }
  | { readonly kind: 'list' | 'range'; readonly of: FeelType }
  | { readonly kind: 'context'; readonly entries: readonly (readonly [string, FeelType])[] }
  | { readonly kind: 'function'; readonly params: readonly (readonly [string | null, FeelType])[]; readonly result: FeelType }
  /** A type by its name, which may hold itself. */
  | { readonly kind: 'later'; readonly of: () => FeelType }
  /** A type with allowed values. */
  | { readonly kind: 'allowed'; readonly of: FeelType; readonly allows: (value: unknown) => boolean }

export const anyType: FeelType = { kind: 'any' }
const plain = (...kinds: readonly string[]): FeelType => ({ kind: 'plain', is: new Set(kinds) })

const named: Readonly<Record<string, FeelType>> = {
  any: anyType,
  null: { kind: 'null' },
  number: plain('number'),
  string: plain('string'),
  boolean: plain('boolean'),
  date: plain('date'),
  time: plain('time'),
  'date and time': plain('date and time'),
  datetime: plain('date and time'),
  'days and time duration': plain('days'),
  daytimeduration: plain('days'),
  'years and months duration': plain('months'),
  yearmonthduration: plain('months'),
  duration: plain('days', 'months'),
  list: { kind: 'list', of: anyType },
  context: { kind: 'context', entries: [] },
  range: { kind: 'range', of: anyType },
  function: { kind: 'function', params: [], result: anyType },
}

/** A type that comes with FEEL, by the name that models give it (`feel:number`, `xsd:string` and `dateTime` too). */
export function plainType(name: string): FeelType | undefined {
  const bare = name.replace(/^(feel|xsd|xs):/i, '')
  return Object.hasOwn(named, bare) ? named[bare] : Object.hasOwn(named, bare.toLowerCase()) ? named[bare.toLowerCase()] : xml[bare]
}

const xml: Readonly<Record<string, FeelType>> = {
  integer: plain('number'), int: plain('number'), long: plain('number'), decimal: plain('number'), double: plain('number'), float: plain('number'), dayTimeDuration: plain('days'), yearMonthDuration: plain('months'),
}

/**
 * Whether a value is of a type. Null is of every type but is an instance of none but Null (10.3.2.9.2). `allowed` asks for
 * what coercion asks for: allowed values count, and a function is made to fit.
 */
export function conforms(value: unknown, type: FeelType, allowed = true): boolean {
  if (isNothing(value)) return true
  switch (type.kind) {
    case 'any':
      return true
    case 'null':
      return false
    case 'plain':
      return type.is.has(kindOf(value))
    case 'list':
      return isList(value) && value.every((each) => conforms(each, type.of, allowed))
    case 'range':
      return value instanceof FeelRange && conforms(value.start, type.of) && conforms(value.end, type.of)
    case 'context':
      return isContext(value) && type.entries.every(([name, of]) => Object.hasOwn(value, name) && conforms(value[name], of, allowed))
    case 'function':
      return value instanceof FeelFunction && (allowed || value.type === null || isFunctionOf(value.type, type))
    case 'later':
      return conforms(value, type.of(), allowed)
    case 'allowed':
      return conforms(value, type.of, allowed) && (!allowed || type.allows(value))
  }
}

export function isInstance(value: unknown, type: FeelType): boolean {
  return isNothing(value) ? type.kind === 'null' : conforms(value, type, false)
}

/**
 * The value as a type has it: as it is when it conforms, else a list of one for a value or the other way round, or a
 * date's first moment; else null (DMN 1.5, 10.3.2.9.4).
 */
export function coerce(value: unknown, type: FeelType): unknown {
  if (type.kind === 'any' || isNothing(value)) return value ?? null
  if (type.kind === 'function' && value instanceof FeelFunction) return asFunction(value, type)
  if (conforms(value, type)) return value
  const list = listOf(type)
  if (isList(value) && value.length === 1 && !list) return coerce(value[0], type)
  if (list && !isList(value) && conforms([value], type)) return [value]
  if (value instanceof FeelDate && conforms(firstMoment(value), type)) return firstMoment(value)
  return null
}

/** A function whose parameters and answer are as its type has them. */
function asFunction(value: FeelFunction, { params, result }: FunctionType): FeelFunction {
  if (result.kind === 'any' && params.every(([, type]) => type.kind === 'any')) return value
  const typeAt = (name: string, place: number): FeelType => params.find(([each]) => each === name)?.[1] ?? params[place]?.[1] ?? anyType
  return new FeelFunction(value.params, (args, named) => {
    const given = args.map((arg, place) => coerce(arg, typeAt(value.params[place] ?? '', place)))
    const byName = named && Object.fromEntries(Object.entries(named).map(([name, arg]) => [name, coerce(arg, typeAt(name, value.params.indexOf(name)))]))
    return coerce(value.call(given, byName), result)
  }, { kind: 'function', params, result })
}

function listOf(type: FeelType): boolean {
  if (type.kind === 'later') return listOf(type.of())
  return type.kind === 'list' || (type.kind === 'allowed' && listOf(type.of))
}

