import { compileFeel, type Expression } from '../feel/compile-feel.ts'
import { elementAt, idOf, listOf, refuse, textAt, usableId, type Element } from './element.ts'
import type { Does, Flow } from './model.ts'

/** The sequence flows of a process by the element that they leave and by the one that they come to. */
export type Flows = { readonly from: ReadonlyMap<string, readonly Element[]>; readonly to: ReadonlyMap<string, readonly Element[]> }

/**
 * Gathers flows by their own `sourceRef` and `targetRef`. What an element lists under `incoming` and `outgoing` may be
 * left out of a file (BPMN 2.0.2, table 8.46), and a join that knows only some of its flows would not wait for the rest.
 */
export function gatherFlows(process: Element): Flows {
  const flows = listOf(process, 'flowElements').filter((element) => element.$type === 'bpmn:SequenceFlow')
  const by = (end: string) => Map.groupBy(flows, (flow) => elementAt(flow, end)?.id ?? '')
  return { from: by('sourceRef'), to: by('targetRef') }
}

/** Reads one flow out of an element. */
export function readFlow(flow: Element, from: Does): Flow {
  const target = elementAt(flow, 'targetRef')
  if (!target) return refuse(flow, 'The flow leads nowhere.')
  return { id: usableId(flow), to: idOf(target), when: readCondition(flow, from) }
}

function readCondition(flow: Element, from: Does): Expression | null {
  const condition = elementAt(flow, 'conditionExpression')
  if (!condition) return null
  if (from.kind !== 'exclusive') return refuse(flow, 'Only an exclusive gateway chooses: put one before this condition.')
  const language = textAt(condition, 'language')
  if (language && !/feel/i.test(language)) return refuse(flow, `${language} is not run here, only FEEL.`)
  const text = textAt(condition, 'body') ?? refuse(flow, 'The condition is empty.')
  return compileFeel(text.replace(/^=/, ''), idOf(flow))
}
