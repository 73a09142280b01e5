import type { Node, Repeat } from '../bpmn/model.ts'
import { plainOf } from './plain.ts'
import { countMoves, openInner, refuse, type Run } from './run.ts'
import type { Scope } from './scope.ts'
import type { Loop } from './state.ts'
import { valuesOf } from './values.ts'

/** What an activity is repeated for is a list that people made. */
const mostTurns = 10_000

/** Begins an activity that is done several times (BPMN 2.0.2, 13.3.6 and 13.3.7); its turns begin when no token moves. */
export function beginRepeat(run: Run, scope: Scope, node: Node, repeat: Repeat): void {
  if (repeat.kind === 'while') {
    run.turned.push(openInner(run, scope, node, { at: {}, loop: { begun: 0, completed: 0, of: repeat.most } }))
    return
  }
  const over = plainOf(repeat.over(valuesOf(run, scope)))
  const items = Array.isArray(over) ? over : null
  const of = items ? items.length : over
  if (typeof of !== 'number' || !Number.isInteger(of) || of < 0) return refuse(run, { kind: 'BadValue', element: node.id })
  if (of > mostTurns) return refuse(run, { kind: 'TooMany', element: node.id, most: mostTurns })
  // All that is to come counts now: lists within lists are refused before they fill the memory.
  if (!countMoves(run, node, of)) return
  const loop: Loop = {
    begun: 0,
    completed: 0,
    of,
    ...(items && repeat.item !== null ? { items } : {}),
    ...(repeat.collect ? { out: Array.from({ length: of }, () => null) } : {}),
  }
  run.turned.push(openInner(run, scope, node, { at: {}, loop }))
}

/** One turn is done. What follows waits for the tokens that move now: a turn that needs no rest is no deeper call. */
export function turnDone(run: Run, repeat: Scope, nth: number, gave: unknown): void {
  const loop = repeat.loop!
  repeat.loop = { ...loop, completed: loop.completed + 1, ...(loop.out ? { out: loop.out.with(nth - 1, gave) } : {}) }
  run.turned.push(repeat)
}
