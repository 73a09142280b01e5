import { compileFeel } from '../feel/compile-feel.ts'
import { elementAt, idOf, refuse, textAt, type Element } from './element.ts'
import type { Repeat } from './model.ts'
import { extensionOf, readValue } from './read-extensions.ts'
import { readCondition } from './read-trigger.ts'

/** How often an activity is done (BPMN 2.0.2, 10.3.7 and 13.3.6 to 13.3.7); null for once. */
export function readRepeat(element: Element): Repeat | null {
  const loop = elementAt(element, 'loopCharacteristics')
  if (!loop) return null
  if (loop.$type === 'bpmn:StandardLoopCharacteristics') {
    const condition = elementAt(loop, 'loopCondition')
    const most = loop['loopMaximum'] === undefined ? null : Number(loop['loopMaximum'])
    if (most !== null && !(Number.isInteger(most) && most >= 0)) return refuse(element, 'The most turns of a loop are a whole number.')
    if (!condition && most === null) return refuse(element, 'The loop needs a condition or a number of times.')
    return { kind: 'while', condition: condition && readCondition(element, condition), before: loop['testBefore'] === true, most }
  }
  const zeebe = extensionOf(loop, 'LoopCharacteristics')
  const collection = textAt(zeebe, 'inputCollection')
  const cardinality = elementAt(loop, 'loopCardinality')
  if (!collection && !cardinality) return refuse(element, 'It does not say for what it is repeated (zeebe:loopCharacteristics inputCollection, or loopCardinality).')
  if (loop['behavior'] !== undefined && loop['behavior'] !== 'All') return refuse(element, 'Repeated tasks that throw events of their own are not run here.')
  const [into, from] = [textAt(zeebe, 'outputCollection'), textAt(zeebe, 'outputElement')]
  const until = elementAt(loop, 'completionCondition')
  return {
    kind: 'each',
    sequential: loop['isSequential'] === true,
    over: collection ? readValue(collection, element) : readCondition(element, cardinality),
    item: textAt(zeebe, 'inputElement'),
    collect: into && from ? { into, from: compileFeel(from.replace(/^=/, ''), idOf(element)) } : null,
    until: until && readCondition(element, until),
  }
}
