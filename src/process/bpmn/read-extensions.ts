import { compileFeel, type Expression } from '../feel/compile-feel.ts'
import type { ModelProblem } from '../model-error.ts'
import { elementAt, idOf, listOf, refuse, textAt, type Element } from './element.ts'
import type { Mapping } from './model.ts'

export type Extensions = {
  readonly taskType: string | null
  readonly role: string | null
  readonly form: string | null
  readonly due: string | null
  readonly headers: Readonly<Record<string, string>> | null
  readonly decision: { readonly id: string; readonly into: string | null } | null
  readonly script: { readonly says: Expression; readonly into: string | null } | null
  readonly called: { readonly id: string; readonly seesParent: boolean; readonly handsBack: boolean } | null
  readonly inputs: readonly Mapping[]
  readonly outputs: readonly Mapping[]
  readonly properties: Readonly<Record<string, string>>
}

// What a modeler notes for itself, or how a message finds its case, which is for the caller to know: nothing in how the process runs.
const harmless = ['UserTask', 'VersionTag', 'TemplateIcon', 'UserTaskForm', 'PriorityDefinition', 'Subscription', 'LoopCharacteristics']
const read = ['TaskDefinition', 'AssignmentDefinition', 'CalledDecision', 'CalledElement', 'Properties', 'TaskHeaders', 'FormDefinition', 'TaskSchedule', 'IoMapping', 'Script']
const understood = new Set([...harmless, ...read].map((name) => `zeebe:${name}`))

const none: Element = { $type: 'none' }
export const extensionOf = (element: Element, type: string): Element | null =>
  listOf(elementAt(element, 'extensionElements') ?? none, 'values').find((value) => value.$type === `zeebe:${type}`) ?? null

/** Reads what modelers write for Camunda 8 (`zeebe:`). What would change the run and is not understood is a problem. */
export function readExtensions(element: Element, problems: ModelProblem[]): Extensions {
  const problem = (reason: string) => problems.push({ element: idOf(element), reason })
  for (const { $type } of listOf(elementAt(element, 'extensionElements') ?? none, 'values'))
    if ($type.startsWith('zeebe:') && !understood.has($type)) problem(`${$type} is not run here.`)
  const find = (type: string) => extensionOf(element, type)
  const assigned = find('AssignmentDefinition')
  if (textAt(assigned, 'assignee') || textAt(assigned, 'candidateUsers')) problem('A task goes to a role (candidateGroups), not to a person.')
  const literal = (text: string | null) => {
    if (text?.startsWith('=')) problem(`The expression ${text} is not run here: write the name itself.`)
    return text
  }
  const form = find('FormDefinition')
  const called = find('CalledElement')
  const decision = textAt(find('CalledDecision'), 'decisionId')
  const script = textAt(find('Script'), 'expression')
  const mapping = find('IoMapping') ?? none
  return {
    taskType: literal(textAt(find('TaskDefinition'), 'type')),
    role: literal(textAt(assigned, 'candidateGroups')),
    form: textAt(form, 'formId') ?? textAt(form, 'formKey') ?? textAt(form, 'externalReference'),
    due: textAt(find('TaskSchedule'), 'dueDate'),
    headers: headersOf(find('TaskHeaders')),
    decision: decision === null ? null : { id: decision, into: textAt(find('CalledDecision'), 'resultVariable') },
    script: script === null ? null : { says: compileFeel(script.replace(/^=/, ''), idOf(element)), into: textAt(find('Script'), 'resultVariable') },
    called: called && {
      id: literal(textAt(called, 'processId')) ?? '',
      seesParent: called['propagateAllParentVariables'] !== false,
      handsBack: called['propagateAllChildVariables'] !== false,
    },
    inputs: listOf(mapping, 'inputParameters').map((each) => readMapping(each, element)),
    outputs: listOf(mapping, 'outputParameters').map((each) => readMapping(each, element)),
    properties: Object.fromEntries(
      listOf(find('Properties') ?? none, 'properties').flatMap((property) => {
        const name = textAt(property, 'name')
        return name === null ? [] : [[name, textAt(property, 'value') ?? '']]
      }),
    ),
  }
}

function headersOf(found: Element | null): Extensions['headers'] {
  if (found === null) return null
  return Object.fromEntries(listOf(found, 'values').map((header) => [textAt(header, 'key') ?? '', textAt(header, 'value') ?? '']))
}

/** `=x` is FEEL, anything else is the text itself. */
export function readValue(text: string, element: Element): Expression {
  return text.startsWith('=') ? compileFeel(text.slice(1), idOf(element)) : () => text
}

function readMapping(mapping: Element, element: Element): Mapping {
  const target = (textAt(mapping, 'target') ?? '').split('.')
  if (target.some((step) => step === '' || step in {})) refuse(element, `A value can not go into "${target.join('.')}".`)
  return { source: readValue(textAt(mapping, 'source') ?? '=null', element), target }
}
