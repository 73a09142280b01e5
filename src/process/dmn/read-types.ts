import { compileTestsIn, newScope, nowhere } from '../feel/compile-feel.ts'
import { anyType, plainType, type FeelType } from '../feel/types.ts'
import type { ItemElement, Text } from './element.ts'
import { refuse } from './problems.ts'

/** Finds a type by the name that a model gives it; undefined when there is none. */
export type FindType = (name: string) => FeelType | undefined

/**
 * Makes types of a file's item definitions (DMN 1.5, 7.3.3). `imported` knows those of other files. A type may hold itself:
 * it is looked up when a value asks. Throws a ModelError for a type that is nowhere.
 */
export function readTypes(items: readonly ItemElement[], imported: FindType): FindType {
  const made = new Map<string, FeelType>()
  const find: FindType = (name) => plainType(name) ?? made.get(bare(name)) ?? imported(name)
  const names = new Set(items.map((item) => item.name))
  const named = (name: string, element: string): FeelType => {
    if (!plainType(name) && names.has(bare(name))) return { kind: 'later', of: () => made.get(bare(name)) ?? anyType }
    return find(name) ?? refuse(element, `There is no type ${name}.`)
  }
  for (const item of items) if (item.name && !plainType(item.name)) made.set(item.name, makeType(item, named))
  checkCircles(items)
  return find
}

const bare = (name: string): string => name.replace(/^\w+:/, '')

function makeType(item: ItemElement, named: (name: string, element: string) => FeelType): FeelType {
  const element = item.id ?? item.name ?? 'itemDefinition'
  const of = withAllowed(ofItem(item, named, element), item.allowedValues, element)
  return withAllowed(item.isCollection ? { kind: 'list', of } : of, item.typeConstraint, element)
}

function ofItem(item: ItemElement, named: (name: string, element: string) => FeelType, element: string): FeelType {
  if (item.functionItem) {
    const { parameters = [], outputTypeRef } = item.functionItem
    return { kind: 'function', params: parameters.map((each) => [each.name ?? null, each.typeRef ? named(each.typeRef, element) : anyType]), result: outputTypeRef ? named(outputTypeRef, element) : anyType }
  }
  if (item.itemComponent?.length) return { kind: 'context', entries: item.itemComponent.map((each) => [each.name ?? '', makeType(each, named)]) }
  return item.typeRef ? named(item.typeRef, element) : anyType
}

/** Allowed values are tests that a value must pass; null passes always. */
function withAllowed(of: FeelType, allowed: Text | undefined, element: string): FeelType {
  if (!allowed?.text?.trim()) return of
  const test = compileTestsIn(allowed.text, allowed.id ?? element, nowhere)
  return { kind: 'allowed', of: withoutAllowed(of), allows: (value) => test(value, newScope({})) === true }
}

/** The allowed values of a type take the place of those that it is made from. */
function withoutAllowed(type: FeelType): FeelType {
  if (type.kind === 'later') return { kind: 'later', of: () => withoutAllowed(type.of()) }
  return type.kind === 'allowed' ? withoutAllowed(type.of) : type
}

/** A type that is but another name of itself says nothing. */
function checkCircles(items: readonly ItemElement[]): void {
  const next = new Map(items.filter((item) => item.typeRef && !item.itemComponent?.length).map((item) => [item.name, bare(item.typeRef!)]))
  for (const item of items) {
    let name: string | undefined = item.name
    for (let steps = 0; name !== undefined && steps <= items.length; steps++) {
      name = next.get(name)
      if (name === item.name) refuse(item.id ?? item.name ?? 'itemDefinition', `The type ${item.name} is defined by itself.`)
    }
  }
}

/** Every name of a component, for expressions that speak of them. */
export function componentNames(items: readonly ItemElement[]): readonly string[] {
  return items.flatMap((item) => (item.itemComponent ?? []).flatMap((each) => [each.name ?? '', ...componentNames([each])])).filter((name) => name !== '')
}

