import { FeelDate, FeelDateTime, FeelTime } from 'feelin'
import type { Node } from './syntax.ts'
import { combine, makeDate, readAt, readDate, readDateTime, readDuration, readTime } from './temporals.ts'

/**
 * What an expression always says: a literal, or a date or time that is written with literals, as `date("2024-01-01")`.
 * Undefined for one that must be asked, or that says null.
 */
export function constantOf(node: Node): unknown {
  if (node.kind === 'literal') return node.value ?? undefined
  if (node.kind === 'at') return readAt(node.text) ?? undefined
  if (node.kind !== 'call' || node.target.kind !== 'name' || node.args.named) return undefined
  return made(node.target.name, node.args.values.map(constantOf)) ?? undefined
}

function made(name: string, [first, second, third]: readonly unknown[]): unknown {
  switch (name) {
    case 'date':
      return typeof first === 'string' ? readDate(first) : makeDate(first as number, second as number, third as number)
    case 'time':
      return typeof first === 'string' ? readTime(first) : null
    case 'duration':
      return typeof first === 'string' ? readDuration(first) : null
    case 'date and time':
      return typeof first === 'string' ? readDateTime(first) : (first instanceof FeelDate || first instanceof FeelDateTime) && second instanceof FeelTime ? combine(first, second) : null
    default:
      return null
  }
}
