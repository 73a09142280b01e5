import { compileFeel } from '../feel/compile-feel.ts'
import { ModelError, type ModelProblem } from '../model-error.ts'
import { elementAt, idOf, listOf, textAt, type Element } from './element.ts'
import type { Does, Flow } from './model.ts'
import { readExtensions, type Extensions } from './read-extensions.ts'
import { messageName, readTrigger } from './read-trigger.ts'

export type ReadNode = { readonly id: string; readonly name: string; readonly does: Does; readonly outgoing: readonly Flow[]; readonly incoming: readonly string[]; readonly properties: Extensions['properties'] }

/** Reads one element of the flow. Puts what can't be run among `problems` and gives null then. */
export function readNode(element: Element, problems: ModelProblem[]): ReadNode | null {
  const id = idOf(element)
  try {
    const extensions = readExtensions(element, problems)
    const does = readDoes(element, extensions)
    if (elementAt(element, 'loopCharacteristics')) throw problem(element, 'Repeated tasks are not run here.')
    return {
      id,
      name: textAt(element, 'name') ?? '',
      does,
      outgoing: listOf(element, 'outgoing').map((flow) => readFlow(flow, does)),
      incoming: listOf(element, 'incoming').map(idOf),
      properties: extensions.properties,
    }
  } catch (error) {
    if (!(error instanceof ModelError)) throw error
    problems.push(...error.problems)
    return null
  }
}

function readDoes(element: Element, { taskType, role, decision }: Extensions): Does {
  switch (element.$type) {
    case 'bpmn:StartEvent':
      return listOf(element, 'eventDefinitions').length > 0 ? refuse(element, 'A case starts when it is submitted, not by an event.') : { kind: 'start' }
    case 'bpmn:EndEvent':
      return readEnd(element)
    case 'bpmn:UserTask':
      return { kind: 'user', role }
    case 'bpmn:ServiceTask':
    case 'bpmn:SendTask':
      return { kind: 'service', type: taskType ?? refuse(element, 'It does not say which work it is (zeebe:taskDefinition type).') }
    case 'bpmn:BusinessRuleTask':
      return decision ? { kind: 'decision', decision: decision.id, into: decision.into } : refuse(element, 'It calls no decision (zeebe:calledDecision).')
    case 'bpmn:ReceiveTask':
      return { kind: 'catch', on: 'message', message: messageName(element, elementAt(element, 'messageRef')) }
    case 'bpmn:IntermediateCatchEvent':
      return { kind: 'catch', ...readTrigger(element) }
    case 'bpmn:IntermediateThrowEvent':
      return listOf(element, 'eventDefinitions').length > 0 ? refuse(element, 'Only a throw event without a trigger is run here.') : { kind: 'pass' }
    case 'bpmn:BoundaryEvent':
      return { kind: 'boundary', host: idOf(elementAt(element, 'attachedToRef') ?? element), interrupting: element['cancelActivity'] !== false, ...readTrigger(element) }
    case 'bpmn:ExclusiveGateway':
      return { kind: 'exclusive', otherwise: elementAt(element, 'default')?.id ?? null }
    case 'bpmn:ParallelGateway':
      return { kind: 'parallel' }
    default:
      return refuse(element, `${element.$type} is not run here.`)
  }
}

function readEnd(element: Element): Does {
  const definitions = listOf(element, 'eventDefinitions')
  if (definitions.length === 0) return { kind: 'end' }
  return definitions.length === 1 && definitions[0]!.$type === 'bpmn:TerminateEventDefinition'
    ? { kind: 'terminate' }
    : refuse(element, `${definitions[0]!.$type} is not run here.`)
}

function readFlow(flow: Element, from: Does): Flow {
  const condition = elementAt(flow, 'conditionExpression')
  const text = textAt(condition, 'body')
  if (condition && from.kind !== 'exclusive') refuse(flow, 'Only an exclusive gateway chooses: put one before this condition.')
  if (condition && !text) refuse(flow, 'The condition is empty.')
  const target = elementAt(flow, 'targetRef')
  if (!target) return refuse(flow, 'The flow leads nowhere.')
  return { id: idOf(flow), to: idOf(target), when: text ? compileFeel(text.replace(/^=/, ''), idOf(flow)) : null }
}

const problem = (element: Element, reason: string) => new ModelError([{ element: idOf(element), reason }])

function refuse(element: Element, reason: string): never {
  throw problem(element, reason)
}
