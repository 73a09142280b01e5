import { Builtin } from './builtin.ts'
import { chargeText, charge, type Budget } from './limits.ts'
import { compilePattern, patternParts, replaceAll } from './pattern.ts'

const letters = (text: string, budget: Budget): readonly string[] => {
  charge(budget, text.length / 4)
  return Array.from(text)
}

/** Characters count from 1, or from the end with a minus; null where the start lies outside (10.3.4.3). */
function substring(text: string, start: number, length: number | undefined, budget: Budget): string | null {
  const all = letters(text, budget)
  if (!Number.isInteger(start) || start === 0 || Math.abs(start) > all.length) return null
  if (length !== undefined && length < 1) return null
  const from = start < 0 ? all.length + start : start - 1
  return all.slice(from, length === undefined ? undefined : from + Math.trunc(length)).join('')
}

function before(text: string, match: string): string {
  const at = text.indexOf(match)
  return at < 0 ? '' : text.slice(0, at)
}

function after(text: string, match: string): string {
  const at = text.indexOf(match)
  return at < 0 ? '' : text.slice(at + match.length)
}

function join(list: readonly unknown[], delimiter: string | null | undefined, budget: Budget): string | null {
  if (list.some((each) => each !== null && typeof each !== 'string')) return null
  const parts = list.filter((each): each is string => typeof each === 'string')
  charge(budget, parts.length + parts.reduce((sum, part) => sum + part.length, 0) / 16)
  return chargeText(budget, parts.join(delimiter ?? ''))
}

type Texts = readonly [string, string]

export const stringFunctions = Object.entries({
  substring: new Builtin([['string:string, start position:number, length?:number', ([text, start, length], budget) => substring(text as string, start as number, length as number | undefined, budget)]]),
  'string length': new Builtin([['string:string', ([text], budget) => letters(text as string, budget).length]]),
  'upper case': new Builtin([['string:string', ([text], budget) => chargeText(budget, (text as string).toUpperCase())]]),
  'lower case': new Builtin([['string:string', ([text], budget) => chargeText(budget, (text as string).toLowerCase())]]),
  'substring before': new Builtin([['string:string, match:string', (args) => before(...(args as unknown as Texts))]]),
  'substring after': new Builtin([['string:string, match:string', (args) => after(...(args as unknown as Texts))]]),
  contains: new Builtin([['string:string, match:string', ([text, match]) => (text as string).includes(match as string)]]),
  'starts with': new Builtin([['string:string, match:string', ([text, match]) => (text as string).startsWith(match as string)]]),
  'ends with': new Builtin([['string:string, match:string', ([text, match]) => (text as string).endsWith(match as string)]]),
  matches: new Builtin([['input:string, pattern:string, flags?:string|null', ([input, pattern, flags], budget) => {
    const compiled = compilePattern(pattern as string, (flags as string | null | undefined) ?? '')
    return compiled && compiled.find(input as string, 0, budget) !== null
  }]]),
  replace: new Builtin([['input:string, pattern:string, replacement:string, flags?:string|null', ([input, pattern, replacement, flags], budget) => {
    const compiled = compilePattern(pattern as string, (flags as string | null | undefined) ?? '')
    return compiled && replaceAll(input as string, compiled, replacement as string, budget)
  }]]),
  split: new Builtin([['string:string, delimiter:string', ([text, delimiter], budget) => {
    const compiled = compilePattern(delimiter as string, '')
    return compiled && patternParts(text as string, compiled, budget)
  }]]),
  'string join': new Builtin([['list:list, delimiter?:string|null', ([list, delimiter], budget) => join(list as readonly unknown[], delimiter as string | null | undefined, budget)]]),
})
