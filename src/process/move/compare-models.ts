import { startOf } from '../bpmn/events-of.ts'
import type { Node, Process } from '../bpmn/model.ts'

/** Elements of an older model by their id, and what they are called in a newer one where that differs. */
export type Renamed = Readonly<Record<string, string>>

/** What became of an element that a case may stand at. */
export type Fate =
  | { readonly kind: 'same'; readonly to: Node }
  /** It is not there any more: a mapping must say where its cases go. */
  | { readonly kind: 'gone' }
  /** It is there, but a case that stands at it would mean something else. */
  | { readonly kind: 'changed'; readonly why: string }

/** What became of an element of the older model. `renamed` says what it is called now, where the id does not. */
export function fateOf(from: Process, to: Process, element: string, renamed: Renamed): Fate {
  const before = from.nodes.get(element)
  const name = Object.hasOwn(renamed, element) ? renamed[element]! : element
  const after = to.nodes.get(name)
  if (!before || !after) return { kind: 'gone' }
  if (before.does.kind !== after.does.kind) return changed(`it is now ${after.does.kind}, not ${before.does.kind}`)
  if ((before.within === null) !== (after.within === null) || (before.within !== null && newName(before.within, renamed) !== after.within)) return changed('it stands in another subprocess')
  if ((before.repeat?.kind ?? null) !== (after.repeat?.kind ?? null)) return changed('it is repeated in another way')
  if (before.does.kind === 'sub' && after.does.kind === 'sub' && before.does.triggered !== after.does.triggered) return changed('it starts in another way')
  if (before.does.kind === 'call' && after.does.kind === 'call' && before.does.process.id !== after.does.process.id) return changed('it calls another process')
  if (isOpened(before) !== isOpened(after)) return changed('it now keeps values of its own, or no longer does')
  return { kind: 'same', to: after }
}

export const newName = (element: string, renamed: Renamed): string => (Object.hasOwn(renamed, element) ? renamed[element]! : element)

const changed = (why: string): Fate => ({ kind: 'changed', why })
const isOpened = (node: Node) => node.inputs.length > 0 || node.repeat !== null || startOf(node) !== undefined
