import type { Does, Node } from '../bpmn/model.ts'
import { beginActivity, perform, take } from './activity.ts'
import { cameIn } from './inclusive.ts'
import { followChosen, goOn } from './leave.ts'
import { clearScope, countMove, follow, note, noteEntered, type Run } from './run.ts'
import { withEntry, withoutEntry, type Scope } from './scope.ts'
import { say } from './throw.ts'
import { putToken } from './tokens.ts'
import { valuesOf } from './values.ts'

type Enter<Kind extends Does['kind']> = (run: Run, scope: Scope, node: Node, does: Extract<Does, { kind: Kind }>, by: string) => void

const begin = (run: Run, scope: Scope, node: Node): void => beginActivity(run, scope, node)

/** What happens when a token comes to an element, for each kind of element (BPMN 2.0.2, clause 13). */
const entering: { readonly [Kind in Does['kind']]: Enter<Kind> } = {
  start: (run, scope, node) => {
    if (node.outputs.length > 0) take(run, scope, node, {})
    follow(run, scope, node.outgoing)
  },
  boundary: (run, scope, node) => follow(run, scope, node.outgoing),
  pass: begin,
  user: begin,
  service: begin,
  decision: begin,
  script: begin,
  sub: begin,
  call: begin,
  throw: begin,
  catch: (run, scope, node, does) => (does.task ? begin(run, scope, node) : perform(run, scope, node)),
  first: putToken,
  end: (run, scope, node, does) => {
    if (does.throws && !say(run, scope, node, does.throws) && does.throws.on === 'compensation') return
    note(run, scope, node.facts.ended)
  },
  terminate: (run, scope, node) => {
    note(run, scope, node.facts.ended)
    clearScope(run, scope)
  },
  exclusive: (run, scope, node) => {
    if (!node.chooses) return follow(run, scope, node.outgoing)
    const values = valuesOf(run, scope)
    for (const flow of node.outgoing) if (flow.when !== null && flow.id !== node.otherwise && flow.when(values) === true) return follow(run, scope, [flow])
    followChosen(run, scope, node, [])
  },
  inclusive: (run, scope, node, _, by) => {
    if (node.incoming.length > 1) cameIn(scope, node, by)
    else goOn(run, scope, node)
  },
  parallel: (run, scope, node, _, by) => {
    if (node.incoming.length > 1 && !joined(scope, node, by)) return
    follow(run, scope, node.outgoing)
  },
}

/** A token comes to an element by a flow. */
export function enter(run: Run, scope: Scope, node: Node, by: string): void {
  if (!countMove(run, node)) return
  noteEntered(run, scope, node)
  const how = entering[node.does.kind] as Enter<Does['kind']>
  how(run, scope, node, node.does, by)
}

/** Counts a token in at a joining gateway; true when one has come by every flow, which are then taken together. */
function joined(scope: Scope, node: Node, by: string): boolean {
  let came: Readonly<Record<string, number>> | undefined = scope.joins?.[node.id] ?? {}
  came = withEntry(came, by, (came[by] ?? 0) + 1)
  const whole = node.incoming.every((flow) => (came?.[flow] ?? 0) > 0)
  if (whole) for (const flow of node.incoming) came = came![flow] === 1 ? withoutEntry(came, flow) ?? {} : withEntry(came, flow, came![flow]! - 1)
  let left = false
  for (const _ in came) left = true
  scope.joins = left ? withEntry(scope.joins, node.id, came!) : withoutEntry(scope.joins, node.id)
  return whole
}
