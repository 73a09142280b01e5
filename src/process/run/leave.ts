import type { Flow, Node } from '../bpmn/model.ts'
import { follow, note, noteLeft, refuse, type Run } from './run.ts'
import type { Scope } from './scope.ts'
import { takeToken } from './tokens.ts'
import { valuesOf } from './values.ts'

/** A token that waited goes on. */
export function leave(run: Run, scope: Scope, node: Node): void {
  takeToken(scope, node)
  noteLeft(run, scope, node)
  goOn(run, scope, node)
}

/** Sends a token on by every flow, or by those whose conditions hold (BPMN 2.0.2, 13.3.1). Without a flow its way ends. */
export function goOn(run: Run, scope: Scope, node: Node): void {
  if (!node.chooses) {
    follow(run, scope, node.outgoing)
    if (node.outgoing.length === 0 && !node.undoes && !isTriggered(node)) note(run, scope, node.facts.ended)
    return
  }
  const values = valuesOf(run, scope)
  const ways = node.outgoing.filter((flow) => flow.id !== node.otherwise && (flow.when === null || flow.when(values) === true))
  followChosen(run, scope, node, ways)
}

/** Goes on by what was chosen, or else by the default. */
export function followChosen(run: Run, scope: Scope, node: Node, ways: readonly Flow[]): void {
  if (ways.length > 0) return follow(run, scope, ways)
  const otherwise = node.outgoing.find((flow) => flow.id === node.otherwise)
  if (otherwise) follow(run, scope, [otherwise])
  else refuse(run, { kind: 'NoWay', element: node.id })
}

const isTriggered = ({ does }: Node) => does.kind === 'sub' && does.triggered
