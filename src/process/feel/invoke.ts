import { Builtin } from './builtin.ts'
import { define } from './define.ts'
import { FeelFunction, type Context } from './kinds.ts'
import { charge, FeelRefusal, limits, type Budget } from './limits.ts'
import { coerce, type FeelType } from './types.ts'

/** Runs a function, one level deeper. Null for what is no function, or does not take these. */
export function invoke(called: unknown, args: readonly unknown[], named: Context | null, budget: Budget): unknown {
  charge(budget, 1)
  if (called instanceof Builtin) return called.run(args, named, budget)
  if (!(called instanceof FeelFunction)) return null
  if (++budget.depth > limits.calls) throw new FeelRefusal('TooMuchWork', `Functions call each other more than ${limits.calls} deep.`)
  const said = called.call(args, named)
  budget.depth--
  return said ?? null
}

export type TypedParam = { readonly name: string; readonly type: FeelType | null }

/** Gives each parameter its value, as its type has it (10.3.2.9.4). Null where there are too many, too few, or other names. */
export function bind(params: readonly TypedParam[], args: readonly unknown[], named: Context | null): Context | null {
  const given: Record<string, unknown> = {}
  if (named ? Object.keys(named).some((name) => !params.some((param) => param.name === name)) : args.length !== params.length) return null
  for (const [place, { name, type }] of params.entries()) {
    if (named && !Object.hasOwn(named, name)) return null
    const value = named ? named[name] : args[place]
    define(given, name, type ? coerce(value, type) : (value ?? null))
  }
  return given
}
