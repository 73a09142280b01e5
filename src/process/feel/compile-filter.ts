import { compile, compileTest, type Compiling, type Run } from './compile-expression.ts'
import { charge } from './limits.ts'
import { isContext, isList, isNothing } from './kinds.ts'
import { within, type Scope } from './scope.ts'
import type { Node } from './syntax.ts'

/**
 * `list[2]` is its second item, `list[-1]` its last, `list[item > 2]` all that fit, with an item's entries as names
 * (DMN 1.5, table 56 and 10.3.2.5). A value is a list of one. A filter that says neither true nor false of an item is none;
 * null leaves the item out.
 */
export function compileFilter(target: Node, filter: Node, compiling: Compiling): Run {
  const [list, place] = [compile(target, compiling), compile(filter, compiling)]
  const fits = compileFits(filter, compiling)
  const index = isPlace(filter)
  return (scope) => {
    const found = list(scope)
    if (found === null || found === undefined) return null
    const items: readonly unknown[] = isList(found) ? found : [found]
    if (index) return itemAt(items, place(scope))
    charge(scope.budget, items.length)
    const kept: unknown[] = []
    for (const item of items) {
      const said = fits(item, scope)
      // A name or a call turns out to be a place only when it is asked.
      if (typeof said === 'number') return itemAt(items, said)
      if (said === true) kept.push(item)
      else if (said !== false && !isNothing(said)) return null
    }
    return kept.length === 0 && items.length === 0 && typeof place(scope) === 'number' ? null : kept
  }
}

/** True for what can only be a number, whatever the item is. */
function isPlace(filter: Node): boolean {
  return (filter.kind === 'literal' && typeof filter.value !== 'boolean') || filter.kind === 'negate' || filter.kind === 'arithmetic'
}

function itemAt(items: readonly unknown[], place: unknown): unknown {
  if (typeof place !== 'number' || !Number.isInteger(place)) return null
  return items[place < 0 ? items.length + place : place - 1] ?? null
}

function compileFits(filter: Node, compiling: Compiling): (item: unknown, scope: Scope) => unknown {
  const inner = (item: unknown, scope: Scope) => {
    const named = within(scope, { item, '?': item })
    return isContext(item) ? within(named, item) : named
  }
  if (filter.kind === 'range' || filter.kind === 'test') {
    const test = compileTest(filter, compiling)
    return (item, scope) => test(item, inner(item, scope))
  }
  const says = compile(filter, compiling)
  return (item, scope) => says(inner(item, scope))
}
