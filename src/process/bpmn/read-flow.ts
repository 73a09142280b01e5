import type { Expression } from '../feel/compile-feel.ts'
import { elementAt, idOf, listOf, refuse, usableId, type Element } from './element.ts'
import type { Does } from './model.ts'
import { readCondition } from './read-trigger.ts'

/** The sequence flows of a process by the element that they leave and by the one that they come to. */
export type Flows = { readonly from: ReadonlyMap<string, readonly Element[]>; readonly to: ReadonlyMap<string, readonly Element[]> }

/** A flow before the element that it leads to is known. */
export type ReadFlow = { readonly id: string; readonly to: string; readonly when: Expression | null }

/**
 * Gathers flows by their own `sourceRef` and `targetRef`. What an element lists under `incoming` and `outgoing` may be
 * left out of a file (BPMN 2.0.2, table 8.46), and a join that knows only some of its flows would not wait for the rest.
 */
export function gatherFlows(container: Element): Flows {
  const flows = listOf(container, 'flowElements').filter((element) => element.$type === 'bpmn:SequenceFlow')
  const by = (end: string) => Map.groupBy(flows, (flow) => elementAt(flow, end)?.id ?? '')
  return { from: by('sourceRef'), to: by('targetRef') }
}

// Only these may choose by condition (BPMN 2.0.2, 10.5.6 and 13.3.1): gateways that choose, and activities.
const mayChoose = new Set<Does['kind']>(['exclusive', 'inclusive', 'user', 'service', 'decision', 'script', 'sub', 'call', 'catch', 'pass', 'throw'])

/** Reads one flow out of an element. */
export function readFlow(flow: Element, from: Does): ReadFlow {
  const target = elementAt(flow, 'targetRef')
  if (!target) return refuse(flow, 'The flow leads nowhere.')
  const condition = elementAt(flow, 'conditionExpression')
  if (condition && !mayChoose.has(from.kind)) return refuse(flow, 'Nothing chooses here: put an exclusive gateway before this condition.')
  return { id: usableId(flow), to: idOf(target), when: condition ? readCondition(flow, condition) : null }
}
