import { evaluate } from 'feelin'
import type { Values } from './compile-feel.ts'
import { unsure } from './syntax.ts'

const oneWord = /^[A-Za-z_]\w*$/
const grammar = new Set(
  'and or not null true false in if then else for return some every satisfies instance of between function external count distinct values'.split(' '),
)

/** True when a word can only mean a variable: no part of the grammar, no function that comes with FEEL. */
export const isVariable = (word: string): boolean => oneWord.test(word) && !grammar.has(word) && evaluate(word, {}).value === null

/** True when a text reads the same whatever the variables are called: it holds no word but the name of one. */
export function readsOneWay(text: string): boolean {
  const words = text.replace(/"[^"]*"/g, ' ').match(/[A-Za-z_]\w*/g) ?? []
  return words.length === 0 || (words.length === 1 && isVariable(words[0]!))
}

/**
 * True when no variable has a name that changes how a text is read. In FEEL a name may hold spaces and signs: where
 * there is a variable called "a and b", or "count", the same text means something else.
 */
export function plainlyNamed(values: Values): boolean {
  for (const name in values) if (!oneWord.test(name) || grammar.has(name)) return false
  return true
}

/** What a variable holds, null when there is none. `unsure` where it may be there under a looser spelling of its name. */
export function valueOf(values: Values, name: string): unknown {
  if (!Object.hasOwn(values, name)) return plainlyNamed(values) ? null : unsure
  return values[name] === undefined ? unsure : values[name]
}
