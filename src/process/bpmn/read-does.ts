import { compileFeel } from '../feel/compile-feel.ts'
import { elementAt, idOf, listOf, refuse, textAt, type Element } from './element.ts'
import type { Body, Does, Process, Trigger } from './model.ts'
import type { Extensions } from './read-extensions.ts'
import { definitionOf, nameOf, readThrow, readTrigger } from './read-trigger.ts'

/** What the reader of an element needs from around it. */
export type Around = {
  readonly bodyOf: (element: Element) => Body
  readonly called: (id: string, by: Element) => Process
  /** True inside an event subprocess. */
  readonly triggered: boolean
  /** The activity that an event on an edge leads to by an association: how it is undone. */
  readonly handlerOf: (event: Element) => string | null
}

const waits: readonly Trigger['on'][] = ['message', 'signal', 'conditional', 'timer']

/** What an element does, or a refusal of what can't be run exactly. */
export function readDoes(element: Element, extensions: Extensions, around: Around): Does {
  const { taskType, decision } = extensions
  switch (element.$type) {
    case 'bpmn:StartEvent':
    case 'bpmn:EndEvent':
    case 'bpmn:IntermediateCatchEvent':
    case 'bpmn:IntermediateThrowEvent':
    case 'bpmn:BoundaryEvent':
      return readEvent(element, extensions, around)
    case 'bpmn:Task':
    case 'bpmn:ManualTask':
      return { kind: 'pass' }
    case 'bpmn:UserTask':
      return { kind: 'user', role: extensions.role ?? ownerOf(element), form: extensions.form, due: extensions.due, headers: extensions.headers }
    case 'bpmn:ServiceTask':
      return { kind: 'service', type: taskType ?? idOf(element), headers: extensions.headers }
    case 'bpmn:SendTask': {
      const message = elementAt(element, 'messageRef')
      if (taskType === null && message) return { kind: 'throw', throws: { on: 'message', message: nameOf(element, message, 'message') } }
      return { kind: 'service', type: taskType ?? idOf(element), headers: extensions.headers }
    }
    case 'bpmn:BusinessRuleTask':
      if (decision) return { kind: 'decision', decision: decision.id, into: decision.into }
      return taskType === null ? refuse(element, 'It calls no decision (zeebe:calledDecision).') : { kind: 'service', type: taskType, headers: extensions.headers }
    case 'bpmn:ScriptTask':
      return readScript(element, extensions)
    case 'bpmn:ReceiveTask':
      return { kind: 'catch', task: true, on: 'message', message: nameOf(element, elementAt(element, 'messageRef'), 'message') }
    case 'bpmn:ExclusiveGateway':
      return { kind: 'exclusive' }
    case 'bpmn:InclusiveGateway':
      return { kind: 'inclusive' }
    case 'bpmn:ParallelGateway':
      return { kind: 'parallel' }
    case 'bpmn:EventBasedGateway':
      if (element['eventGatewayType'] === 'Parallel' || element['instantiate'] === true) return refuse(element, 'An event-based gateway that starts a case or waits for all events is not run here.')
      return { kind: 'first' }
    case 'bpmn:SubProcess':
      return { kind: 'sub', body: around.bodyOf(element), triggered: element['triggeredByEvent'] === true }
    case 'bpmn:CallActivity': {
      const { id, seesParent, handsBack } = extensions.called ?? { id: textAt(element, 'calledElement') ?? '', seesParent: true, handsBack: true }
      const process = around.called(id, element)
      if (process.body.entries.length === 0) return refuse(element, `The process "${id}" that it calls has no plain start.`)
      return { kind: 'call', process, seesParent, handsBack }
    }
    default:
      return refuse(element, `${element.$type} is not run here.`)
  }
}

function readEvent(event: Element, { properties, taskType, headers }: Extensions, { triggered, handlerOf }: Around): Does {
  const definition = definitionOf(event)
  switch (event.$type) {
    case 'bpmn:StartEvent': {
      const catches: Trigger['on'][] = triggered ? [...waits, 'error', 'escalation', 'compensation'] : [...waits]
      const trigger = definition && readTrigger(event, definition, catches, properties)
      const interrupting = event['isInterrupting'] !== false
      if (trigger?.on === 'error' && !interrupting) return refuse(event, 'An error always ends what it happens to (BPMN 2.0.2, 10.5.6).')
      return { kind: 'start', trigger, interrupting }
    }
    case 'bpmn:BoundaryEvent': {
      if (!definition) return refuse(event, 'It does not say what it waits for.')
      const trigger = readTrigger(event, definition, [...waits, 'error', 'escalation', 'compensation'], properties)
      if (trigger.on === 'error' && event['cancelActivity'] === false) return refuse(event, 'An error always ends what it happens to (BPMN 2.0.2, 10.5.6).')
      const edge = { kind: 'boundary', host: idOf(elementAt(event, 'attachedToRef') ?? event), interrupting: event['cancelActivity'] !== false } as const
      return trigger.on === 'compensation' ? { ...edge, interrupting: false, on: 'compensation', handler: handlerOf(event) ?? refuse(event, 'No association leads to the activity that undoes.') } : { ...edge, ...trigger }
    }
    case 'bpmn:IntermediateCatchEvent':
      if (!definition) return refuse(event, 'It does not say what it waits for.')
      if (definition.$type === 'bpmn:LinkEventDefinition') return { kind: 'pass' }
      return { kind: 'catch', task: false, ...readTrigger(event, definition, waits, properties) }
    case 'bpmn:EndEvent':
      if (definition?.$type === 'bpmn:TerminateEventDefinition') return { kind: 'terminate' }
      return { kind: 'end', throws: definition && readThrow(event, definition) }
    default:
      if (taskType !== null) return { kind: 'service', type: taskType, headers }
      if (!definition || definition.$type === 'bpmn:LinkEventDefinition') return { kind: 'pass' }
      return readThrow(event, definition).on === 'error' ? refuse(event, 'An error ends its way: throw it by an end event.') : { kind: 'throw', throws: readThrow(event, definition) }
  }
}

function readScript(element: Element, { script, properties, taskType, headers }: Extensions): Does {
  if (script) return { kind: 'script', ...script }
  if (taskType !== null) return { kind: 'service', type: taskType, headers }
  const [format, text] = [textAt(element, 'scriptFormat'), textAt(element, 'script')]
  if (text === null || !/feel/i.test(format ?? 'none')) return refuse(element, `${format ?? 'A script without a language'} is not run here, only FEEL.`)
  return { kind: 'script', says: compileFeel(text.replace(/^=/, ''), idOf(element)), into: properties['resultVariable'] ?? null }
}

/** Plain BPMN says who does a task by its potential owner (BPMN 2.0.2, 10.3.1). */
function ownerOf(element: Element): string | null {
  const owner = listOf(element, 'resources').find((resource) => resource.$type === 'bpmn:PotentialOwner')
  const assigned = owner && elementAt(owner, 'resourceAssignmentExpression')
  return textAt(assigned && elementAt(assigned, 'expression'), 'body') ?? textAt(owner && elementAt(owner, 'resourceRef'), 'name')
}
