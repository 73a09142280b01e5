import type { Node, Process } from '../bpmn/model.ts'
import type { Values } from '../feel/compile-feel.ts'
import { closeRun, openRun, type Run } from '../run/run.ts'
import type { ProcessState, ScopeState } from '../run/state.ts'
import { armEvents, startTimer } from '../run/tokens.ts'
import { fateOf, newName, type Renamed } from './compare-models.ts'

export type Moved =
  | { readonly kind: 'moves'; readonly state: ProcessState; readonly started: readonly string[]; readonly stopped: readonly string[] }
  /** Elements at which the case stands and that are gone: say in the mapping what they are called now. */
  | { readonly kind: 'needs-mapping'; readonly elements: readonly string[] }
  /** Why it must stay with the older model until it ends. */
  | { readonly kind: 'stays'; readonly reasons: readonly { readonly element: string; readonly why: string }[] }

type Models = { readonly from: Process; readonly to: Process; readonly renamed?: Renamed; readonly context?: Values }

/**
 * Moves a running case to a newer version of its model. Takes both models, the state, and what elements are called now
 * where that changed; gives the state in the newer model, or why it can't move. A timer that runs keeps its due date; one
 * that the newer model has and the older had not is started (`started`), asking `context` as a step would; one that is
 * gone is stopped (`stopped`). Pure: nothing that came in is changed.
 */
export function moveCase(models: Models, state: ProcessState): Moved {
  const { from, to, renamed = {}, context = {} } = models
  const standing = standingAt(state)
  const [gone, stays] = [[] as string[], [] as { element: string; why: string }[]]
  for (const element of standing) {
    const fate = fateOf(from, to, element, renamed)
    if (fate.kind === 'gone') gone.push(element)
    if (fate.kind === 'changed') stays.push({ element, why: fate.why })
    if (fate.kind === 'same') for (const why of joinsOf(state, element, fate.to, renamed)) stays.push({ element, why })
  }
  if (stays.length > 0) return { kind: 'stays', reasons: stays }
  if (gone.length > 0) return { kind: 'needs-mapping', elements: gone }
  const stopped = timersOf(state).filter((timer) => !to.nodes.has(newName(timer, renamed)))
  const moved = rename(state, renamed, new Set(stopped))
  const before = new Set(timersOf(moved))
  const run = openRun(to, moved, context)
  if (refusalOf(run)) return { kind: 'stays', reasons: [{ element: to.id, why: 'its state does not fit the newer model' }] }
  for (const scope of [run.root, ...run.open.values()]) {
    const kept = scope.timers
    if (scope.role === 'case' || scope.role === 'body') armEvents(run, scope)
    for (const id in scope.at) for (const event of scope.body?.nodes.get(id)?.boundary ?? []) if (event.does.kind === 'boundary' && event.does.on === 'timer') startTimer(run, scope, event, event.does, false)
    // What ran already keeps its date.
    if (kept) scope.timers = { ...scope.timers, ...kept }
  }
  if (refusalOf(run)) return { kind: 'stays', reasons: [{ element: to.id, why: 'a timer of the newer model can not be started' }] }
  const next = closeRun(run)
  return { kind: 'moves', state: next, started: timersOf(next).filter((timer) => !before.has(timer)), stopped }
}

const refusalOf = (run: Run) => run.refusal

/** Tokens that wait for others came by flows; the gateway must have the same ones still. */
function joinsOf(state: ProcessState, element: string, to: Node, renamed: Renamed): readonly string[] {
  const came = scopesOf(state).flatMap(({ joins }) => Object.keys(joins?.[element] ?? {}))
  return came.some((flow) => !to.incoming.includes(newName(flow, renamed))) ? ['a token came to it by a flow that is gone'] : []
}

const scopesOf = (state: ProcessState): readonly ScopeState[] => [state, ...Object.values(state.open ?? {})]
const timersOf = (state: ProcessState): readonly string[] => scopesOf(state).flatMap(({ timers }) => Object.keys(timers ?? {}))

/** Every element that a state names, but for its timers: one that is gone just does not fall due any more. */
function standingAt(state: ProcessState): ReadonlySet<string> {
  const found = new Set<string>()
  for (const { at, joins, done, undo } of scopesOf(state)) {
    for (const id of [...Object.keys(at), ...Object.keys(joins ?? {})]) found.add(id)
    for (const each of [...(done ?? []), ...(undo ?? [])]) found.add(each.of)
  }
  for (const path of Object.keys(state.open ?? {})) for (const step of path.split('/')) found.add(step.slice(0, step.lastIndexOf(':')))
  return found
}

function rename(state: ProcessState, renamed: Renamed, stopped: ReadonlySet<string>): ProcessState {
  const key = (id: string) => newName(id, renamed)
  const keys = <T>(part: Readonly<Record<string, T>>) => Object.fromEntries(Object.entries(part).map(([id, value]) => [key(id), value]))
  const scope = <S extends ScopeState>(one: S): S => {
    const timers = one.timers && Object.fromEntries(Object.entries(one.timers).filter(([id]) => !stopped.has(id)))
    const next = {
      ...one,
      at: keys(one.at),
      ...(one.joins ? { joins: Object.fromEntries(Object.entries(one.joins).map(([id, flows]) => [key(id), keys(flows)])) } : {}),
      ...(one.fired ? { fired: keys(one.fired) } : {}),
      ...(one.met ? { met: keys(one.met) } : {}),
      ...(one.done ? { done: one.done.map((each) => ({ ...each, of: key(each.of) })) } : {}),
      ...(one.undo ? { undo: one.undo.map((each) => ({ ...each, of: key(each.of) })) } : {}),
    }
    if (timers && Object.keys(timers).length > 0) return { ...next, timers: keys(timers) }
    const { timers: _, ...rest } = next
    return rest as S
  }
  const path = (whole: string) => whole.split('/').map((step) => `${key(step.slice(0, step.lastIndexOf(':')))}${step.slice(step.lastIndexOf(':'))}`).join('/')
  const open = state.open && Object.fromEntries(Object.entries(state.open).map(([each, inner]) => [path(each), scope(inner)]))
  return { ...scope(state), ...(open ? { open } : {}) }
}

/**
 * What would become of many cases, without moving any: the dry run. Takes what `moveCase` takes, and the cases; gives for
 * each its id and its fate, and the counts.
 */
export function planMoves(models: Models, cases: Iterable<{ readonly id: string; readonly state: ProcessState }>): {
  readonly cases: readonly { readonly id: string; readonly fate: Moved }[]
  readonly counts: Readonly<Record<Moved['kind'], number>>
} {
  const counts = { moves: 0, 'needs-mapping': 0, stays: 0 }
  const planned = [...cases].map(({ id, state }) => {
    const fate = moveCase(models, state)
    counts[fate.kind]++
    return { id, fate }
  })
  return { cases: planned, counts }
}
