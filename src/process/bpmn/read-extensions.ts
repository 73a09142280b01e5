import type { ModelProblem } from '../model-error.ts'
import { elementAt, idOf, listOf, textAt, type Element } from './element.ts'

export type Extensions = {
  readonly taskType: string | null
  readonly role: string | null
  readonly decision: { readonly id: string; readonly into: string | null } | null
  readonly properties: Readonly<Record<string, string>>
}

// Said by modelers about how a form looks or a job is labelled; it changes nothing in how the process runs.
const harmless = new Set(['zeebe:UserTask', 'zeebe:FormDefinition', 'zeebe:TaskHeaders', 'zeebe:VersionTag', 'zeebe:TemplateIcon', 'zeebe:UserTaskForm', 'zeebe:PriorityDefinition'])

/** Reads what modelers write for Camunda 8 (`zeebe:`). What would change the run and is not understood is a problem. */
export function readExtensions(element: Element, problems: ModelProblem[]): Extensions {
  const values = listOf(elementAt(element, 'extensionElements') ?? { $type: 'none' }, 'values')
  const find = (type: string) => values.find((value) => value.$type === type)
  const understood = new Set(['zeebe:TaskDefinition', 'zeebe:AssignmentDefinition', 'zeebe:CalledDecision', 'zeebe:Properties', ...harmless])
  for (const value of values)
    if (value.$type.startsWith('zeebe:') && !understood.has(value.$type))
      problems.push({ element: idOf(element), reason: `${value.$type} is not run here.` })
  const assigned = find('zeebe:AssignmentDefinition')
  if (textAt(assigned, 'assignee') || textAt(assigned, 'candidateUsers'))
    problems.push({ element: idOf(element), reason: 'A task goes to a role (candidateGroups), not to a person.' })
  const called = find('zeebe:CalledDecision')
  const decision = textAt(called, 'decisionId')
  return {
    taskType: literal(textAt(find('zeebe:TaskDefinition'), 'type'), element, problems),
    role: literal(textAt(assigned, 'candidateGroups'), element, problems),
    decision: decision === null ? null : { id: decision, into: textAt(called, 'resultVariable') },
    properties: Object.fromEntries(
      listOf(find('zeebe:Properties') ?? { $type: 'none' }, 'properties').flatMap((property) => {
        const name = textAt(property, 'name')
        return name === null ? [] : [[name, textAt(property, 'value') ?? '']]
      }),
    ),
  }
}

/** A role and a type of work are names that the office knows, not expressions. */
function literal(text: string | null, element: Element, problems: ModelProblem[]): string | null {
  if (text?.startsWith('=')) problems.push({ element: idOf(element), reason: `The expression ${text} is not run here: write the name itself.` })
  return text
}
