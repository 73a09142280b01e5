import { FeelDate, FeelDateTime } from 'feelin'
import { isContext, isList, kindOf, type Context, type Kind } from './kinds.ts'
import type { Budget } from './limits.ts'
import { firstMoment } from './temporals.ts'

/**
 * One way to call a function of FEEL: `string:string, start position:number, length?:number`. A question mark marks what
 * may be left out, three dots what may be given many times, and `|null` what may be null.
 */
type Parameter = { readonly name: string; readonly kinds: ReadonlySet<string>; readonly optional: boolean; readonly many: boolean; readonly nullable: boolean }
type Signature = readonly Parameter[]
type Body = (args: readonly unknown[], budget: Budget) => unknown

const refused = Symbol('refused')

/** A function that comes with FEEL (DMN 1.5, 10.3.4), with each way that it may be called. */
export class Builtin {
  readonly #ways: readonly (readonly [Signature, Body])[]

  constructor(ways: readonly (readonly [string, Body])[]) {
    this.#ways = ways.map(([written, body]) => [readSignature(written), body])
  }

  /** Calls it by place, or by name where `named` is given. Null where no way fits. */
  run(args: readonly unknown[], named: Context | null, budget: Budget): unknown {
    for (const [signature, body] of this.#ways) {
      const given = named ? byName(signature, named) : byPlace(signature, args)
      if (given) return body(given, budget) ?? null
    }
    return null
  }
}

function readSignature(written: string): Signature {
  if (written === '') return []
  return written.split(',').map((each) => {
    const [name, type] = each.trim().split(':') as [string, string]
    const kinds = type.split('|')
    return { name: name.replace(/^\.\.\.|\?$/g, ''), kinds: new Set(kinds), optional: name.endsWith('?'), many: name.startsWith('...'), nullable: kinds.includes('null') || kinds.includes('any') }
  })
}

function byPlace(signature: Signature, args: readonly unknown[]): readonly unknown[] | null {
  const last = signature.at(-1)
  if (last?.many) {
    // One list is what it holds; several values are a list. What comes before has its place.
    const fixed = signature.length - 1
    if (args.length < signature.length) return null
    const rest = args.slice(fixed)
    const [only] = rest
    const items = fixed === 0 && rest.length === 1 && isList(only) && !last.kinds.has('list') ? only : rest
    return fill(signature.slice(0, -1), args.slice(0, fixed), last, items)
  }
  if (args.length > signature.length) return null
  return fill(signature, args, null, [])
}

function byName(signature: Signature, named: Context): readonly unknown[] | null {
  const names = Object.keys(named)
  if (names.some((name) => !signature.some((each) => each.name === name))) return null
  const last = signature.at(-1)
  if (!last?.many) return fill(signature, signature.map((each) => named[each.name]), null, [])
  if (!Object.hasOwn(named, last.name)) return null
  const many = named[last.name]
  return fill(signature.slice(0, -1), signature.slice(0, -1).map((each) => named[each.name]), last, isList(many) ? many : [many])
}

function fill(signature: Signature, args: readonly unknown[], last: Parameter | null, items: readonly unknown[]): readonly unknown[] | null {
  const given: unknown[] = []
  for (let place = 0; place < signature.length; place++) {
    const parameter = signature[place]!
    const value = args[place] === undefined ? (parameter.optional ? undefined : refused) : fit(parameter, args[place])
    if (value === refused) return null
    given.push(value)
  }
  if (last) {
    const fitting = items.map((item) => fit(last, item ?? null))
    if (fitting.includes(refused)) return null
    given.push(fitting)
  }
  return given
}

/** A value as a parameter has it: a list of one for a value and the other way round, a date's first moment (10.3.2.9.4). */
function fit({ kinds, nullable }: Parameter, value: unknown): unknown {
  if (value === null) return nullable ? null : refused
  const kind: Kind = kindOf(value)
  if (kinds.has('any') || kinds.has(kind)) return value
  if (kinds.has('point') && (kind === 'number' || kind === 'string' || kind === 'date' || kind === 'time' || kind === 'date and time' || kind === 'days' || kind === 'months')) return value
  if (kinds.has('function') && value instanceof Builtin) return value
  if (kind === 'list' && (value as readonly unknown[]).length === 1) return fit({ kinds, nullable } as Parameter, (value as readonly unknown[])[0])
  if (kinds.has('list')) return [value]
  if (kinds.has('date and time') && value instanceof FeelDate) return firstMoment(value)
  if (kinds.has('context') && isContext(value)) return value
  return kinds.has('date') && value instanceof FeelDateTime && kinds.has('narrow') ? value : refused
}
