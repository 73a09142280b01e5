import type { Process } from '../bpmn/model.ts'
import type { ProcessState, Waiting } from './state.ts'

/** What a case waits for: tasks, messages and running timers. Needs nothing but the process and the state. */
export function waiting(process: Process, state: ProcessState): readonly Waiting[] {
  const found: Waiting[] = []
  for (const element of Object.keys(state.at)) {
    const node = process.nodes.get(element)
    if (!node) continue
    const { does } = node
    if (does.kind === 'user') found.push({ kind: 'user', element, name: node.name, role: does.role })
    else if (does.kind === 'service') found.push({ kind: 'service', element, name: node.name, type: does.type })
    else if (does.kind === 'catch' && does.on === 'message') found.push({ kind: 'message', element, name: does.message })
    for (const event of node.boundary)
      if (event.does.kind === 'boundary' && event.does.on === 'message') found.push({ kind: 'message', element: event.id, name: event.does.message })
  }
  for (const element in state.timers) {
    const node = process.nodes.get(element)
    const does = node?.does
    if (!node || !does || (does.kind !== 'boundary' && does.kind !== 'catch') || does.on !== 'timer') continue
    const interrupting = does.kind === 'catch' || does.interrupting
    found.push({ kind: 'timer', element, due: state.timers[element]!, dueKind: does.dueKind, interrupting, properties: node.properties })
  }
  return found
}
