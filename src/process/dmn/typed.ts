import type { Surroundings } from '../feel/surroundings.ts'
import type { Scope } from '../feel/scope.ts'
import { coerce, type FeelType } from '../feel/types.ts'
import { refuse } from './problems.ts'

/** A boxed expression, ready to be asked. */
export type Logic = (scope: Scope) => unknown

/** The same logic, whose answer is as its type has it (DMN 1.5, 10.3.2.9.4). */
export function typed(logic: Logic, typeRef: string | undefined, element: string, surroundings: Surroundings): Logic {
  const type = typeOf(typeRef, element, surroundings)
  return type && type.kind !== 'any' ? (scope) => coerce(logic(scope), type) : logic
}

/** The type that a model names, null where it names none. A name that stands for no type is refused. */
export function typeOf(typeRef: string | undefined, element: string, { types }: Surroundings): FeelType | null {
  return typeRef ? (types(typeRef) ?? refuse(element, `There is no type ${typeRef}.`)) : null
}
