import { kindOf } from './kinds.ts'
import type { TypeNode, Node } from './syntax.ts'
import { readAt } from './temporals.ts'
import { anyType, plainType, type FeelType } from './types.ts'

export type FunctionType = Extract<FeelType, { kind: 'function' }>

/** The type of a function that is written in an expression: that of its parameters, and of what its body says, if it shows. */
export function functionTypeOf(params: readonly (readonly [string, FeelType | null])[], body: Node, typeOf: (node: TypeNode) => FeelType): FunctionType {
  return { kind: 'function', params: params.map(([name, type]) => [name, type ?? anyType]), result: typeSaid(body, typeOf) }
}

/** What type an expression says whatever it is asked with; any where that can't be seen. */
function typeSaid(node: Node, typeOf: (node: TypeNode) => FeelType): FeelType {
  switch (node.kind) {
    case 'literal':
      return typeOfValue(node.value)
    case 'at':
      return typeOfValue(readAt(node.text))
    case 'list': {
      const [first = anyType, ...others] = node.items.map((item) => typeSaid(item, typeOf))
      return { kind: 'list', of: others.every((each) => isSubtype(each, first)) ? first : anyType }
    }
    case 'context':
      return { kind: 'context', entries: node.entries.map(([name, says]) => [name, typeSaid(says, typeOf)]) }
    case 'function':
      return functionTypeOf(node.params.map(({ name, type }) => [name, type && typeOf(type)]), node.body, typeOf)
    case 'compare':
    case 'between':
    case 'in':
    case 'junction':
    case 'instance':
    case 'quantified':
      return plainType('boolean')!
    default:
      return anyType
  }
}

const names: Readonly<Record<string, string>> = { days: 'days and time duration', months: 'years and months duration' }

function typeOfValue(value: unknown): FeelType {
  const kind = kindOf(value)
  return plainType(names[kind] ?? kind) ?? anyType
}

/** Whether a function of one type may stand where one of another is wanted (10.3.2.9.1). What its body says may not show. */
export function isFunctionOf(own: FunctionType, wanted: FunctionType): boolean {
  if (wanted === plainType('function')) return true
  return (
    own.params.length === wanted.params.length &&
    own.params.every(([, type], place) => isSubtype(wanted.params[place]![1], type)) &&
    (own.result.kind === 'any' || isSubtype(own.result, wanted.result))
  )
}

function isSubtype(type: FeelType, of: FeelType): boolean {
  if (type.kind === 'later') return isSubtype(type.of(), of)
  if (of.kind === 'later') return isSubtype(type, of.of())
  if (type.kind === 'allowed') return isSubtype(type.of, of)
  switch (of.kind) {
    case 'any':
      return true
    case 'allowed':
      return isSubtype(type, of.of)
    case 'plain':
      return type.kind === 'plain' && [...type.is].every((kind) => of.is.has(kind))
    case 'list':
    case 'range':
      return type.kind === of.kind && isSubtype(type.of, of.of)
    case 'context':
      return type.kind === 'context' && of.entries.every(([name, wanted]) => type.entries.some(([each, own]) => each === name && isSubtype(own, wanted)))
    case 'function':
      return type.kind === 'function' && isFunctionOf(type, of)
    case 'null':
      return type.kind === 'null'
  }
}
