import type { Node } from './model.ts'

/** The start event of an event subprocess; undefined for any other element. */
export const startOf = ({ does }: Node): Node | undefined => (does.kind === 'sub' ? does.body.triggered[0] : undefined)

/** True for an event that ends what it happens to. */
export const interrupts = ({ does }: Node): boolean => (does.kind === 'start' || does.kind === 'boundary') && does.interrupting

/** True for an event subprocess that ends what it stands in. */
export function takesOver(node: Node): boolean {
  const start = startOf(node)
  return start !== undefined && interrupts(start) && !isUndoing(node)
}

/** True for an event subprocess that undoes what it stands in. */
export function isUndoing(node: Node): boolean {
  const does = startOf(node)?.does
  return does?.kind === 'start' && does.trigger?.on === 'compensation'
}

/** The event on the edge of an activity that leads to how it is undone. */
export const undoingEdge = (node: Node): Node | undefined => node.boundary.find(({ does }) => does.kind === 'boundary' && does.on === 'compensation')
