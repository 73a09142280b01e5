import { builtinNames } from './builtin-names.ts'
import type { Surroundings } from './surroundings.ts'
import { FeelSyntaxError } from './scan.ts'
import type { Node } from './syntax.ts'

/**
 * A call of a function that is nowhere is null for ever: a slip of the pen that would send each case the same way. Names
 * that the text itself gives (a parameter, an entry, what a loop calls its item) may be functions.
 */
export function checkCalls(nodes: readonly Node[], { names, functions, clock }: Surroundings): void {
  const called = new Set<string>()
  const given = new Set<string>([...names.known, ...functions])
  for (const node of nodes) gather(node, called, given)
  for (const name of called) if (!clock && !given.has(name) && (name === 'now' || name === 'today')) throw new FeelSyntaxError(`${name}() asks for the time, which must come in as a variable`, 0)
  for (const name of called) if (!given.has(name) && !builtinNames.has(name)) throw new FeelSyntaxError(`there is no function ${name}`, 0)
}

function gather(part: unknown, called: Set<string>, given: Set<string>): void {
  if (Array.isArray(part)) return part.forEach((each) => gather(each, called, given))
  if (typeof part !== 'object' || part === null) return
  const node = part as Node
  if (node.kind === 'call' && node.target.kind === 'name') called.add(node.target.name)
  if (node.kind === 'for' || node.kind === 'quantified') for (const each of node.over) given.add(each.name)
  if (node.kind === 'function') for (const each of node.params) given.add(each.name)
  if (node.kind === 'context') for (const [name] of node.entries) given.add(name)
  for (const each of Object.values(part)) gather(each, called, given)
}
