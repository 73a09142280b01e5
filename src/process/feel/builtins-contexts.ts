import { Builtin } from './builtin.ts'
import { define } from './define.ts'
import { isContext, type Context } from './kinds.ts'
import { memberOf } from './members.ts'

type List = readonly unknown[]

/** From entries with a key and a value each; no key twice (10.3.4.9). */
function fromEntries(entries: List): Context | null {
  const made: Record<string, unknown> = {}
  for (const entry of entries) {
    if (!isContext(entry) || !Object.hasOwn(entry, 'value')) return null
    const key = entry['key']
    if (typeof key !== 'string' || Object.hasOwn(made, key)) return null
    define(made, key, entry['value'])
  }
  return made
}

/** The context with a value at the end of a path of keys. Null where the path leads through something else. */
function put(context: unknown, keys: List, value: unknown): Context | null {
  const [key, ...rest] = keys
  if (!isContext(context) || typeof key !== 'string') return null
  const inner = rest.length === 0 ? value : put(Object.hasOwn(context, key) ? context[key] : {}, rest, value)
  if (rest.length > 0 && inner === null) return null
  const made: Record<string, unknown> = {}
  for (const [name, each] of Object.entries(context)) define(made, name, each)
  define(made, key, inner)
  return made
}

function merge(contexts: List): Context | null {
  const made: Record<string, unknown> = {}
  for (const context of contexts) {
    if (!isContext(context)) return null
    for (const [name, each] of Object.entries(context)) define(made, name, each)
  }
  return made
}

export const contextFunctions = Object.entries({
  'get value': new Builtin([
    ['m:context, key:string', ([context, key]) => memberOf(context, key as string)],
    ['context:context, key:string', ([context, key]) => memberOf(context, key as string)],
  ]),
  'get entries': new Builtin([['m:context', ([context]) => Object.entries(context as Context).map(([key, value]) => ({ key, value }))]]),
  context: new Builtin([['entries:list', ([entries]) => fromEntries(entries as List)]]),
  'context put': new Builtin([
    ['context:context, key:string, value:any', ([context, key, value]) => put(context, [key], value)],
    ['context:context, keys:list, value:any', ([context, keys, value]) => ((keys as List).length > 100 ? null : put(context, keys as List, value))],
  ]),
  'context merge': new Builtin([['contexts:list', ([contexts]) => merge(contexts as List)]]),
})
