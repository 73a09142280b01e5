import { elementAt, listOf, textAt, type Element } from './element.ts'
import type { Look, Mark, Sign } from './model.ts'

type Form = Look['form']

const forms: Readonly<Record<string, Form>> = {
  StartEvent: 'start',
  IntermediateCatchEvent: 'catch',
  IntermediateThrowEvent: 'throw',
  BoundaryEvent: 'boundary',
  EndEvent: 'end',
  SubProcess: 'sub',
  CallActivity: 'call',
}

const signs: Readonly<Record<string, Sign>> = {
  MessageEventDefinition: 'message',
  TimerEventDefinition: 'timer',
  SignalEventDefinition: 'signal',
  ErrorEventDefinition: 'error',
  EscalationEventDefinition: 'escalation',
  ConditionalEventDefinition: 'conditional',
  CompensateEventDefinition: 'compensation',
  TerminateEventDefinition: 'terminate',
  LinkEventDefinition: 'link',
  ExclusiveGateway: 'exclusive',
  ParallelGateway: 'parallel',
  InclusiveGateway: 'inclusive',
  EventBasedGateway: 'first',
  UserTask: 'user',
  ServiceTask: 'service',
  ScriptTask: 'script',
  BusinessRuleTask: 'decision',
  SendTask: 'send',
  ReceiveTask: 'receive',
  ManualTask: 'manual',
}

/** What the elements of a process look like (BPMN 2.0.2, chapter 10), those inside subprocesses too, and how its flows are called. */
export function readLooks(process: Element): { readonly looks: ReadonlyMap<string, Look>; readonly flowNames: ReadonlyMap<string, string> } {
  const [looks, flowNames] = [new Map<string, Look>(), new Map<string, string>()]
  const visit = (container: Element) => {
    for (const element of listOf(container, 'flowElements')) {
      const [id, name] = [element.id ?? '', textAt(element, 'name')]
      if (element.$type !== 'bpmn:SequenceFlow') looks.set(id, lookOf(element, container['triggeredByEvent'] === true))
      else if (name !== null) flowNames.set(id, name)
      if (element.$type === 'bpmn:SubProcess') visit(element)
    }
  }
  visit(process)
  return { looks, flowNames }
}

function lookOf(element: Element, inEvent: boolean): Look {
  const type = element.$type.replace('bpmn:', '')
  const form = forms[type] ?? (type.endsWith('Gateway') ? 'gateway' : 'task')
  const definition = listOf(element, 'eventDefinitions')[0] ?? listOf(element, 'eventDefinitionRef')[0]
  return {
    form,
    sign: signs[definition?.$type.replace('bpmn:', '') ?? type] ?? null,
    dashed: isDashed(form, element, inEvent),
    marks: marksOf(element),
  }
}

function isDashed(form: Form, element: Element, inEvent: boolean): boolean {
  if (form === 'sub') return element['triggeredByEvent'] === true
  return form === 'boundary' ? element['cancelActivity'] === false : form === 'start' && inEvent && element['isInterrupting'] === false
}

function marksOf(element: Element): readonly Mark[] {
  const loop = elementAt(element, 'loopCharacteristics')
  const repeats: readonly Mark[] = !loop ? [] : loop.$type === 'bpmn:StandardLoopCharacteristics' ? ['loop'] : loop['isSequential'] === true ? ['sequence'] : ['each']
  return element['isForCompensation'] === true ? [...repeats, 'undo'] : repeats
}
