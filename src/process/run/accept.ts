import type { Node } from '../bpmn/model.ts'
import { completeTask, finish } from './activity.ts'
import { armedNow, fire, fireAll, hear, isOpenedElsewhere, type Armed } from './armed.ts'
import { comesAgain } from '../time/timer-text.ts'
import { raise } from './raise.ts'
import { note, type Run } from './run.ts'
import { isQuiet, withEntry, type Scope } from './scope.ts'
import type { ProcessEvent, ProcessRefusal } from './state.ts'
import { stopTimer } from './tokens.ts'
import { setVars } from './values.ts'

/** Lets happen what is told to a process; gives why not, when it can't. */
export function accept(run: Run, event: ProcessEvent): ProcessRefusal | null {
  if (isQuiet(run.root)) return tooLate(run, event)
  switch (event.kind) {
    case 'complete': {
      const task = findTask(run, event.element, event.instance)
      if ('kind' in task) return task
      if (task.own) finish(run, task.scope, event.variables)
      else completeTask(run, task.scope, task.node, event.variables ?? {})
      return null
    }
    case 'message':
      return receive(run, event)
    case 'signal':
      return hear(run, event.name, event.variables) > 0 ? null : { kind: 'NoSuchSignal', name: event.name }
    case 'timer':
      return fallDue(run, event.element, event.instance)
    case 'error':
    case 'escalation': {
      const task = findTask(run, event.element, event.instance)
      if ('kind' in task) return task
      const host = { node: task.node, instance: task.own ? task.scope : null }
      const [scope, inner] = task.own && task.scope.parent ? [task.scope.parent, host] : [task.scope, host]
      const caught = raise(run, event.kind, event.code, { scope: outOfTurns(scope), by: task.node, host: { ...inner, instance: scope.role === 'repeat' ? scope : inner.instance } }, event.variables)
      return caught === null ? { kind: 'NotCaught', element: event.element, code: event.code } : null
    }
    case 'variables':
      setVars(run, run.root, event.variables)
      return null
    default:
      return { kind: 'UnknownEvent' }
  }
}

/** A case that is over waits for nothing, whatever its event subprocesses would hear. */
function tooLate({ process }: Run, event: ProcessEvent): ProcessRefusal {
  if (event.kind === 'message') return { kind: 'NoSuchMessage', name: event.name }
  if (event.kind === 'signal') return { kind: 'NoSuchSignal', name: event.name }
  return { kind: 'NotWaiting', element: event.kind === 'variables' ? process.id : event.element }
}

/** What happens to one turn happens at the edge of the whole repetition. */
const outOfTurns = (scope: Scope): Scope => (scope.role === 'repeat' && scope.parent ? scope.parent : scope)

type Task = { readonly scope: Scope; readonly node: Node; readonly own: boolean }

/** The task that waits: in what it stands in, or in a scope of its own. */
function findTask(run: Run, element: string, instance: string | undefined): Task | ProcessRefusal {
  const found: Task[] = []
  const look = (scope: Scope) => {
    if (instance !== undefined && instance !== scope.path) return
    if (scope.role === 'task' && scope.node?.id === element && isTask(scope.node)) found.push({ scope, node: scope.node, own: true })
    const node = scope.body?.nodes.get(element)
    if (node && Object.hasOwn(scope.at, element) && isTask(node) && !isOpenedElsewhere(node)) found.push({ scope, node, own: false })
  }
  look(run.root)
  if (run.open.size > 0) for (const scope of run.open.values()) look(scope)
  if (found.length > 1) return { kind: 'WhichInstance', element, instances: found.map(({ scope }) => scope.path) }
  return found[0] ?? { kind: 'NotWaiting', element }
}

const isTask = ({ does }: Node) => does.kind === 'user' || does.kind === 'service'

/** A message is taken once, by the first in the model's order that waits for it. */
function receive(run: Run, { name, instance, variables = {} }: Extract<ProcessEvent, { kind: 'message' }>): ProcessRefusal | null {
  const armed = armedNow(run).find(({ trigger, scope }) => trigger.on === 'message' && trigger.message === name && (instance === undefined || scope.path === instance))
  if (!armed) return { kind: 'NoSuchMessage', name }
  fire(run, armed, variables)
  return null
}

/** A timer that fell due is due for each token that waits there. One that repeats goes on, and how often it came is counted. */
function fallDue(run: Run, element: string, instance: string | undefined): ProcessRefusal | null {
  const all = [run.root, ...run.open.values()].filter(({ timers, path }) => timers && Object.hasOwn(timers, element) && (instance === undefined || path === instance))
  const [scope] = all
  if (!scope) return { kind: 'NotWaiting', element }
  if (all.length > 1) return { kind: 'WhichInstance', element, instances: all.map(({ path }) => path) }
  const armed = armedNow(run).find((each) => each.event.id === element && each.scope === scope)
  if (!armed) return { kind: 'BadState', element }
  rewind(scope, armed)
  note(run, scope, { kind: 'timer-fired', element, properties: armed.event.properties })
  fireAll(run, armed, {})
  return null
}

function rewind(scope: Scope, { event, trigger }: Armed): void {
  const fired = (scope.fired?.[event.id] ?? 0) + 1
  const stays = (event.does.kind === 'boundary' || event.does.kind === 'start') && !event.does.interrupting
  if (stays && trigger.on === 'timer' && trigger.dueKind === 'cycle' && comesAgain(scope.timers![event.id]!, fired)) scope.fired = withEntry(scope.fired, event.id, fired)
  else stopTimer(scope, event)
}
