import type { Process } from '../bpmn/model.ts'
import type { ProcessState, Waiting } from './state.ts'

/** What a case waits for, in the model's order: tasks, messages, then timers that run. Needs nothing but process and state. */
export function waiting(process: Process, state: ProcessState): readonly Waiting[] {
  const found: Waiting[] = []
  for (const element of inOrder(process, state.at)) {
    const node = process.nodes.get(element)
    if (!node) continue
    const { does } = node
    if (does.kind === 'user') found.push({ kind: 'user', element, name: node.name, role: does.role })
    else if (does.kind === 'service') found.push({ kind: 'service', element, name: node.name, type: does.type })
    else if (does.kind === 'catch' && does.on === 'message') found.push({ kind: 'message', element, name: does.message })
    for (const event of node.boundary)
      if (event.does.kind === 'boundary' && event.does.on === 'message') found.push({ kind: 'message', element: event.id, name: event.does.message })
  }
  const { timers = {} } = state
  for (const element of inOrder(process, timers)) {
    const node = process.nodes.get(element)
    const does = node?.does
    if (!node || !does || (does.kind !== 'boundary' && does.kind !== 'catch') || does.on !== 'timer') continue
    const interrupting = does.kind === 'catch' || does.interrupting
    found.push({ kind: 'timer', element, due: timers[element]!, dueKind: does.dueKind, interrupting, properties: node.properties })
  }
  return found
}

/** The elements in a part of the state. A database may give them back in another order than it was given. */
function inOrder(process: Process, part: Readonly<Record<string, unknown>>): readonly string[] {
  const elements = Object.keys(part)
  return elements.length < 2 ? elements : [...process.nodes.keys()].filter((id) => part[id] !== undefined)
}
