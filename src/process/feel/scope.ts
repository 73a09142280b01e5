import { builtins } from './builtins.ts'
import { adopt, type Context } from './kinds.ts'
import type { Budget } from './limits.ts'
import { normalName } from './read-name.ts'

/** What an expression may look at while it is asked: the innermost names first. */
export type Scope = { readonly vars: Context; readonly up: Scope | null; readonly budget: Budget; adopted?: Map<string, unknown> }

export const within = (up: Scope, vars: Context): Scope => ({ vars, up, budget: up.budget })

/** What a name stands for: the nearest variable, else a function of FEEL, else null. */
export function lookUp(from: Scope, name: string): unknown {
  for (let scope: Scope | null = from; scope; scope = scope.up) {
    if (Object.hasOwn(scope.vars, name)) return scope.up ? scope.vars[name] : adopted(scope, name, scope.vars[name])
    if (!scope.up) return loosely(scope, name)
  }
  return null
}

/** Values come from outside in their own forms, and a long list should be gone through but once. */
function adopted(scope: Scope, name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return adopt(value)
  scope.adopted ??= new Map()
  if (!scope.adopted.has(name)) scope.adopted.set(name, adopt(value))
  return scope.adopted.get(name)
}

function loosely(scope: Scope, name: string): unknown {
  for (const key in scope.vars) if (key.length > name.length && key.includes(' ') && normalName(key) === name) return adopted(scope, key, scope.vars[key])
  return builtins.get(name) ?? null
}
