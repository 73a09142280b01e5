import type { Node, Throw } from '../bpmn/model.ts'
import { beginUndo } from './compensate.ts'
import { note, type Run } from './run.ts'
import type { Scope } from './scope.ts'

/** A token comes to an event that says something: it is heard before any token moves on. True when this one may go on. */
export function say(run: Run, scope: Scope, node: Node, throws: Throw): boolean {
  switch (throws.on) {
    case 'message':
      note(run, scope, { kind: 'message-sent', element: node.id, name: throws.message })
      return true
    case 'signal':
      note(run, scope, { kind: 'signal-sent', element: node.id, name: throws.signal })
      run.said.push({ kind: 'signal', name: throws.signal })
      return true
    case 'error':
    case 'escalation':
      run.said.push({ kind: throws.on, code: throws.code, scope, by: node })
      return throws.on === 'escalation'
    case 'compensation':
      return beginUndo(run, scope, node, throws)
  }
}
