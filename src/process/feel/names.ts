import type { Values } from './compile-feel.ts'

const oneWord = /^[A-Za-z_]\w*$/
const grammar = new Set(
  'and or not null true false in if then else for return some every satisfies instance of between function external count distinct values item'.split(' '),
)

/**
 * True when no variable has a name that would change how a text is read. In FEEL a name may hold spaces and signs, so
 * where somebody calls a variable "a and b" or "count", the same text means something else.
 */
export function plainlyNamed(values: Values): boolean {
  for (const name in values) if (!oneWord.test(name) || grammar.has(name)) return false
  return true
}

/** True when a word may be taken for a variable's name and nothing else. */
export const isVariable = (name: string): boolean => oneWord.test(name) && !grammar.has(name)
