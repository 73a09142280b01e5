import type { Node, Process, Trigger } from '../bpmn/model.ts'
import { armedNow, isOpenedElsewhere, type Armed } from './armed.ts'
import { openRun, type Run } from './run.ts'
import { hasAny, inOrder, isQuiet, type Scope } from './scope.ts'
import type { ProcessRefusal, ProcessState, Waiting } from './state.ts'

/** What a case waits for, in the model's order: tasks and events, then timers that run. Needs nothing but process and state. */
export function waiting(process: Process, state: ProcessState): readonly Waiting[] {
  return waitingOf(openRun(process, state, {}))
}

/** What a process waits for at the end of a step. */
export function waitingOf(run: Run): readonly Waiting[] {
  const found: Waiting[] = []
  waitIn(run.root, found)
  for (const scope of run.open.values()) waitIn(scope, found)
  if (isPlain(run)) return found
  run.refusal ??= strangeIn(run)
  const timers: Waiting[] = []
  for (const armed of armedNow(run)) {
    const waits = eventWaiting(armed)
    if (waits) (waits.kind === 'timer' ? timers : found).push(waits)
  }
  return [...found, ...timers]
}

/** True where only tasks can wait, or nothing: most steps of most cases. */
function isPlain({ root, open }: Run): boolean {
  if (isQuiet(root)) return true
  if (open.size > 0 || (root.body?.events.length ?? 0) > 0) return false
  for (const id in root.at) {
    const node = root.body?.nodes.get(id)
    if (!node || node.boundary.length > 0 || (node.does.kind !== 'user' && node.does.kind !== 'service')) return false
  }
  for (const id in root.joins) if (!root.body?.nodes.has(id)) return false
  return true
}

/** A refusal where a token is at an element that the model does not have: the state is of another one. */
export function strangeIn(run: Run): ProcessRefusal | null {
  for (const { at, joins, body } of [run.root, ...run.open.values()])
    for (const part of [at, joins]) for (const element in part) if (!body?.nodes.has(element)) return { kind: 'BadState', element }
  return null
}

function waitIn(scope: Scope, found: Waiting[]): void {
  if (scope.role === 'task') return put(scope, scope.node!, found)
  if (hasAny(scope.at)) for (const node of inOrder(scope, scope.at)) if (!isOpenedElsewhere(node)) put(scope, node, found)
}

function put(scope: Scope, node: Node, found: Waiting[]): void {
  if (node.waits) found.push(scope.path === '' ? node.waits : { ...node.waits, instance: scope.path })
}

function eventWaiting({ scope, event, trigger }: Armed): Waiting | null {
  const waits = waitingFor(scope, event, trigger)
  return waits === null || scope.path === '' ? waits : { ...waits, instance: scope.path }
}

function waitingFor(scope: Scope, { id: element, does, properties }: Node, trigger: Trigger): Waiting | null {
  switch (trigger.on) {
    case 'message':
      return { kind: 'message', element, name: trigger.message }
    case 'signal':
      return { kind: 'signal', element, name: trigger.signal }
    case 'conditional':
      return { kind: 'condition', element }
    case 'timer': {
      const due = scope.timers?.[element]
      if (due === undefined) return null
      const { dueKind, basis } = trigger
      const interrupting = does.kind === 'catch' || ((does.kind === 'boundary' || does.kind === 'start') && does.interrupting)
      const waits: Waiting = { kind: 'timer', element, due, dueKind, interrupting, properties }
      const fired = scope.fired?.[element]
      return basis === 'calendar' && fired === undefined ? waits : { ...waits, ...(basis === 'working' ? { basis } : {}), ...(fired === undefined ? {} : { fired }) }
    }
    default:
      return null
  }
}
