import type { Repeat } from '../bpmn/model.ts'
import { perform } from './activity.ts'
import { leave } from './leave.ts'
import { remember } from './remember.ts'
import { cancelWithin, closeScope, countMove, openInner, type Run } from './run.ts'
import type { Scope } from './scope.ts'
import { countersOf, mapped, setOwn, setVars, valuesOf } from './values.ts'

/** Goes on with a repetition: with its first turns, with the next one, or to its end. */
export function continueRepeat(run: Run, repeat: Scope): void {
  const rule = repeat.node?.repeat
  if (!rule || repeat.gone) return
  const { begun, completed, of } = repeat.loop!
  if (rule.kind === 'while') {
    if ((begun === 0 && !rule.before) || isWanted(run, repeat, rule)) beginTurn(run, repeat)
    else endRepeat(run, repeat)
    return
  }
  if (begun === 0 && of !== null && of > 0) {
    if (rule.sequential) beginTurn(run, repeat)
    else beginAll(run, repeat, of)
    return
  }
  const enough = rule.until?.({ ...valuesOf(run, repeat), ...countersOf(repeat) }) === true
  if (enough || completed === of) endRepeat(run, repeat)
  else if (rule.sequential && begun === completed) beginTurn(run, repeat)
}

function isWanted(run: Run, repeat: Scope, { condition, most }: Extract<Repeat, { kind: 'while' }>): boolean {
  const { completed } = repeat.loop!
  if (most !== null && completed >= most) return false
  return condition === null || condition({ ...valuesOf(run, repeat), loopCounter: completed }) === true
}

function endRepeat(run: Run, repeat: Scope): void {
  const { node, parent, loop } = repeat
  if (!node || !parent) return
  cancelWithin(run, repeat)
  closeScope(run, repeat)
  if (node.repeat?.kind === 'each' && node.repeat.collect) setVars(run, parent, { [node.repeat.collect.into]: loop?.out ?? [] })
  remember(parent, node, repeat)
  leave(run, parent, node)
}

/** Begins all turns at once. */
function beginAll(run: Run, repeat: Scope, turns: number): void {
  const { items = [], ...rest } = repeat.loop!
  repeat.loop = { ...rest, begun: turns }
  for (let nth = 1; nth <= turns && !run.refusal; nth++) openTurn(run, repeat, nth, items[nth - 1])
}

/** Begins the next turn. */
function beginTurn(run: Run, repeat: Scope): void {
  const { items: [item, ...items] = [], ...rest } = repeat.loop!
  const begun = rest.begun + 1
  repeat.loop = { ...rest, begun, ...(items.length > 0 ? { items } : {}) }
  openTurn(run, repeat, begun, item)
}

function openTurn(run: Run, repeat: Scope, nth: number, item: unknown): void {
  const { node } = repeat
  if (!node || !countMove(run, node)) return
  const named = node.repeat?.kind === 'each' ? node.repeat.item : null
  const turn = openInner(run, repeat, node, { at: {}, nth, ...(named === null ? {} : { vars: { [named]: item ?? null } }) })
  setOwn(turn, mapped(run, node, node.inputs, valuesOf(run, turn)))
  perform(run, turn, node)
}
