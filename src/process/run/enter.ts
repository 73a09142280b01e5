import type { Does, Node, Trigger } from '../bpmn/model.ts'
import { decide } from '../dmn/decide.ts'
import { isDue } from './due.ts'
import { plainOf } from './plain.ts'
import { follow, setVars, valuesOf, type Run } from './run.ts'

type Enter<Kind extends Does['kind']> = (run: Run, node: Node, does: Extract<Does, { kind: Kind }>, by: string) => void

/** What happens when a token comes to an element, for each kind of element. More of BPMN is more lines here. */
const entering: { readonly [Kind in Does['kind']]: Enter<Kind> } = {
  start: (run, node) => follow(run, node.outgoing),
  pass: (run, node) => follow(run, node.outgoing),
  boundary: (run, node) => follow(run, node.outgoing),
  user: (run, node) => rest(run, node),
  service: (run, node) => rest(run, node),
  catch: (run, node, does) => {
    if (does.on === 'timer' && run.at[node.id] === undefined && !startTimer(run, node, does)) run.refusal ??= { kind: 'BadTimer', element: node.id, due: 'null' }
    rest(run, node)
  },
  end: (run, node) => {
    run.happened.push({ kind: 'ended', element: node.id })
  },
  terminate: (run, node) => {
    run.happened.push({ kind: 'ended', element: node.id })
    run.moving.length = 0
    for (const waiting of [run.at, run.joins, run.timers]) for (const key of Object.keys(waiting)) delete waiting[key]
  },
  decision: (run, node, does) => {
    const decided = decide(run.process.decisions, does.decision, valuesOf(run))
    if (!decided.ok) {
      run.refusal = { kind: 'DecisionFailed', element: node.id, reason: `${decided.refusal.kind} ${decided.refusal.detail}` }
      return
    }
    const value = plainOf(decided.value)
    if (value === undefined) {
      run.refusal = { kind: 'DecisionFailed', element: node.id, reason: `NoPlainValue ${does.decision}` }
      return
    }
    run.happened.push({ kind: 'decided', element: node.id, decision: does.decision, value, rules: decided.rules })
    if (does.into !== null) setVars(run, { [does.into]: value })
    follow(run, node.outgoing)
  },
  exclusive: (run, node, does) => {
    const values = valuesOf(run)
    const only = node.outgoing.length === 1 ? node.outgoing[0] : undefined
    const way =
      node.outgoing.find((flow) => flow.id !== does.otherwise && flow.when?.(values) === true) ??
      node.outgoing.find((flow) => flow.id === does.otherwise) ??
      (only && only.when === null ? only : undefined)
    if (way) follow(run, [way])
    else run.refusal = { kind: 'NoWay', element: node.id }
  },
  parallel: (run, node, _, by) => {
    if (node.incoming.length > 1 && !joined(run, node, by)) return
    follow(run, node.outgoing)
  },
}

/** A token comes to an element by a flow. */
export function enter(run: Run, node: Node, by: string): void {
  run.happened.push({ kind: 'entered', element: node.id })
  const how = entering[node.does.kind] as Enter<Does['kind']>
  how(run, node, node.does, by)
}

/** The token stays until somebody tells the process to go on; timers on the edge begin with the first one there. */
function rest(run: Run, node: Node): void {
  run.at[node.id] = (run.at[node.id] ?? 0) + 1
  for (const event of node.boundary) {
    const { does } = event
    if (does.kind === 'boundary' && does.on === 'timer' && run.at[node.id] === 1) startTimer(run, event, does)
  }
}

/** A timer on an edge without a date (the clock stands still) does not run. One that is no date or duration is refused. */
function startTimer(run: Run, node: Node, timer: Extract<Trigger, { on: 'timer' }>): boolean {
  const value = timer.due(valuesOf(run))
  if (value === null || value === undefined) return false
  const due = String(value)
  if (isDue(due, timer.dueKind)) run.timers[node.id] = due
  else run.refusal ??= { kind: 'BadTimer', element: node.id, due }
  return true
}

/** Counts a token in at a joining gateway; true when one has come by every flow, which are then taken together. */
function joined(run: Run, node: Node, by: string): boolean {
  const came = (run.joins[node.id] ??= {})
  came[by] = (came[by] ?? 0) + 1
  if (!node.incoming.every((flow) => (came[flow] ?? 0) > 0)) return false
  for (const flow of node.incoming) if (--came[flow]! === 0) delete came[flow]
  if (Object.keys(came).length === 0) delete run.joins[node.id]
  return true
}
