import { ModelError } from '../model-error.ts'

/** An element as the XML library gives it: its type, its attributes and children under their BPMN names. */
export type Element = {
  readonly $type: string
  readonly id?: string
  readonly name?: string
  readonly [property: string]: unknown
}

/** Children under a name, none when there are none. */
export function listOf(element: Element, property: string): readonly Element[] {
  const found = element[property]
  return Array.isArray(found) ? (found as Element[]) : []
}

export function elementAt(element: Element, property: string): Element | null {
  const found = element[property]
  return typeof found === 'object' && found !== null && '$type' in found ? (found as Element) : null
}

export function textAt(element: Element | null | undefined, property: string): string | null {
  const found = element?.[property]
  return typeof found === 'string' && found.trim() !== '' ? found.trim() : null
}

/** Says that an element can't be run, and why. */
export function refuse(element: Element, reason: string): never {
  throw new ModelError([{ element: idOf(element), reason }])
}

/**
 * The id of an element that the state may name. Ids are keys of plain JSON, where a few words mean something to every
 * object, and parts of paths, where a colon and a slash do. (XML itself allows neither in an id.)
 */
export function usableId(element: Element): string {
  const { id } = element
  if (!id) return refuse(element, 'It needs an id.')
  return id in {} || /[:/]/.test(id) ? refuse(element, 'This id can not be used: call it something else.') : id
}

export const idOf = (element: Element): string => element.id ?? element.$type
