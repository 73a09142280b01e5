import { ModelError, type ModelProblem } from '../model-error.ts'
import { elementAt, idOf, listOf, refuse, textAt, usableId, type Element } from './element.ts'
import type { Does, Flow } from './model.ts'
import { readExtensions, type Extensions } from './read-extensions.ts'
import { readFlow, type Flows } from './read-flow.ts'
import { messageName, readTrigger } from './read-trigger.ts'

export type ReadNode = { readonly id: string; readonly name: string; readonly does: Does; readonly outgoing: readonly Flow[]; readonly incoming: readonly string[]; readonly properties: Extensions['properties'] }

/** Reads one element of the flow. Puts what can't be run among `problems` and gives null then. */
export function readNode(element: Element, flows: Flows, problems: ModelProblem[]): ReadNode | null {
  const id = idOf(element)
  try {
    const extensions = readExtensions(element, problems)
    checkPlain(element)
    const does = readDoes(element, extensions)
    return {
      id,
      name: textAt(element, 'name') ?? '',
      does,
      outgoing: (flows.from.get(id) ?? []).map((flow) => readFlow(flow, does)),
      incoming: (flows.to.get(id) ?? []).map(idOf),
      properties: extensions.properties,
    }
  } catch (error) {
    if (!(error instanceof ModelError)) throw error
    problems.push(...error.problems)
    return null
  }
}

/** What an element may say beside its kind, and what would change how it runs. */
function checkPlain(element: Element): void {
  usableId(element)
  if (elementAt(element, 'loopCharacteristics')) refuse(element, 'Repeated tasks are not run here.')
  if (element['isForCompensation'] === true) refuse(element, 'Compensation is not run here.')
  if ([element['startQuantity'], element['completionQuantity']].some((quantity) => typeof quantity === 'number' && quantity !== 1))
    refuse(element, 'Tasks that take or make several tokens are not run here.')
  if (elementAt(element, 'default') && element.$type !== 'bpmn:ExclusiveGateway') refuse(element, 'Only an exclusive gateway has a default flow.')
}

function readDoes(element: Element, { taskType, role, decision }: Extensions): Does {
  switch (element.$type) {
    case 'bpmn:StartEvent':
      return isTriggered(element) ? refuse(element, 'A case starts when it is submitted, not by an event.') : { kind: 'start' }
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
      return isTriggered(element) ? refuse(element, 'Only a throw event without a trigger is run here.') : { kind: 'pass' }
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
  const definitions = [...listOf(element, 'eventDefinitions'), ...listOf(element, 'eventDefinitionRef')]
  if (definitions.length === 0) return { kind: 'end' }
  return definitions.length === 1 && definitions[0]!.$type === 'bpmn:TerminateEventDefinition'
    ? { kind: 'terminate' }
    : refuse(element, `${definitions[0]!.$type} is not run here.`)
}

const isTriggered = (element: Element) => listOf(element, 'eventDefinitions').length + listOf(element, 'eventDefinitionRef').length > 0
