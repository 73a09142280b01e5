import { categoryTest, escapeSets, type CharTest } from './pattern-sets.ts'

/** A pattern of matches(), replace() and split(), as XML Schema and XPath write them (DMN 1.5, 10.3.4.3). */
export type PatternNode =
  | { readonly kind: 'char'; readonly test: CharTest }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly of: PatternNode; readonly least: number; readonly most: number; readonly lazy: boolean }
  | { readonly kind: 'group'; readonly of: PatternNode; readonly place: number }
  | { readonly kind: 'again'; readonly place: number }
  | { readonly kind: 'start' | 'end' }

export type Flags = { readonly dotAll: boolean; readonly lines: boolean; readonly anyCase: boolean; readonly spaced: boolean; readonly literal: boolean }

class NoPattern extends Error {}

type Reader = { readonly letters: readonly string[]; at: number; groups: number; depth: number; readonly flags: Flags }

/** Reads a pattern; null where it is none. */
export function readPattern(pattern: string, flags: Flags): { readonly node: PatternNode; readonly groups: number } | null {
  const letters = Array.from(flags.spaced && !flags.literal ? withoutSpaces(pattern) : pattern)
  if (letters.length > 10_000) return null
  if (flags.literal) return { node: { kind: 'sequence', parts: letters.map((letter) => char(flags, (code) => code === letter.codePointAt(0))) }, groups: 0 }
  const reader: Reader = { letters, at: 0, groups: 0, depth: 0, flags }
  try {
    const node = choice(reader)
    return reader.at === letters.length ? { node, groups: reader.groups } : null
  } catch (error) {
    if (error instanceof NoPattern) return null
    throw error
  }
}

/** The pattern with no spaces but those of a class: `[ ]` still means one. */
function withoutSpaces(pattern: string): string {
  let depth = 0
  let escaped = false
  let kept = ''
  for (const sign of pattern) {
    if (depth === 0 && '\t\n\r '.includes(sign)) continue
    if (!escaped && sign === '[') depth++
    if (!escaped && sign === ']' && depth > 0) depth--
    escaped = !escaped && sign === '\\'
    kept += sign
  }
  return kept
}

const char = (flags: Flags, test: CharTest): PatternNode => ({ kind: 'char', test: inCaseOf(flags, test) })

/** Letters and ranges of letters mean both cases where the flag i stands; sets such as `\p{Lu}` do not (XPath 5.6.1.1). */
const inCaseOf = (flags: Flags, test: CharTest): CharTest => (flags.anyCase ? inAnyCase(test) : test)

function inAnyCase(test: CharTest): CharTest {
  return (code) => {
    if (test(code)) return true
    const letter = String.fromCodePoint(code)
    return [letter.toLowerCase(), letter.toUpperCase()].some((each) => Array.from(each).length === 1 && test(each.codePointAt(0)!))
  }
}

const no = (): never => {
  throw new NoPattern()
}

function takes(reader: Reader, sign: string): boolean {
  if (reader.letters[reader.at] !== sign) return false
  reader.at++
  return true
}

function choice(reader: Reader): PatternNode {
  if (++reader.depth > 50) no()
  const parts = [sequence(reader)]
  while (takes(reader, '|')) parts.push(sequence(reader))
  reader.depth--
  return parts.length === 1 ? parts[0]! : { kind: 'choice', parts }
}

function sequence(reader: Reader): PatternNode {
  const parts: PatternNode[] = []
  while (reader.at < reader.letters.length && !'|)'.includes(reader.letters[reader.at]!)) parts.push(repeated(reader))
  return { kind: 'sequence', parts }
}

function repeated(reader: Reader): PatternNode {
  const of = atom(reader)
  const many = quantity(reader)
  if (!many) return of
  const lazy = takes(reader, '?')
  if ('*+?{'.includes(reader.letters[reader.at] ?? ' ')) no()
  return { kind: 'repeat', of, least: many[0], most: many[1], lazy }
}

function quantity(reader: Reader): readonly [number, number] | null {
  if (takes(reader, '*')) return [0, Infinity]
  if (takes(reader, '+')) return [1, Infinity]
  if (takes(reader, '?')) return [0, 1]
  if (!takes(reader, '{')) return null
  const end = reader.letters.indexOf('}', reader.at)
  const found = /^(\d{1,4})(?:(,)(\d{0,4}))?$/.exec(reader.letters.slice(reader.at, end).join(''))
  if (end < 0 || !found) return no()
  reader.at = end + 1
  const least = Number(found[1])
  const most = found[2] ? (found[3] ? Number(found[3]) : Infinity) : least
  return most < least ? no() : [least, most]
}

function atom(reader: Reader): PatternNode {
  const { flags } = reader
  const letter = reader.letters[reader.at++]!
  switch (letter) {
    case '(':
      return group(reader)
    case '[':
      return { kind: 'char', test: charClass(reader) }
    case '.':
      return { kind: 'char', test: flags.dotAll ? () => true : (code) => code !== 10 && code !== 13 }
    case '^':
      return { kind: 'start' }
    case '$':
      return { kind: 'end' }
    case '\\':
      return escaped(reader)
    case '*':
    case '+':
    case '?':
    case '{':
    case '}':
    case ']':
      return no()
    default:
      return char(flags, is(letter))
  }
}

const is = (letter: string): CharTest => {
  const wanted = letter.codePointAt(0)!
  return (code) => code === wanted
}

function group(reader: Reader): PatternNode {
  const captures = !takes(reader, '?')
  if (!captures && !takes(reader, ':')) no()
  const place = captures ? ++reader.groups : 0
  const of = choice(reader)
  if (!takes(reader, ')')) no()
  return captures ? { kind: 'group', of, place } : of
}

function escaped(reader: Reader): PatternNode {
  const digit = reader.letters[reader.at] ?? ''
  if (/[1-9]/.test(digit)) {
    reader.at++
    const place = Number(digit)
    return place <= reader.groups ? { kind: 'again', place } : no()
  }
  return { kind: 'char', test: escape(reader) }
}

/** What a backslash begins: a sign as itself, or a set of characters. */
function escape(reader: Reader): CharTest {
  const letter = reader.letters[reader.at++] ?? no()
  if (letter === 'p' || letter === 'P') {
    const end = reader.letters.indexOf('}', reader.at)
    if (!takes(reader, '{') || end < 0) no()
    const test = categoryTest(reader.letters.slice(reader.at, end).join('')) ?? no()
    reader.at = end + 1
    return letter === 'p' ? test : (code) => !test(code)
  }
  return escapeSets.get(letter) ?? ('\\|.-^?*+{}()[]$'.includes(letter) ? is(letter) : no())
}

/** `[a-z]`, `[^a]`, `[a-z-[aeiou]]`. */
function charClass(reader: Reader): CharTest {
  const negated = takes(reader, '^')
  const tests: CharTest[] = []
  let without: CharTest | null = null
  while (!takes(reader, ']')) {
    if (reader.at >= reader.letters.length) no()
    if (tests.length > 0 && reader.letters[reader.at] === '-' && reader.letters[reader.at + 1] === '[') {
      reader.at += 2
      without = charClass(reader)
      if (!takes(reader, ']')) no()
      break
    }
    tests.push(classPart(reader))
  }
  if (tests.length === 0) no()
  return (code) => tests.some((test) => test(code)) !== negated && !without?.(code)
}

function classPart(reader: Reader): CharTest {
  const [first, test] = classLetter(reader)
  const next = reader.letters[reader.at + 1]
  if (reader.letters[reader.at] !== '-' || next === undefined || next === ']' || next === '[' || first === null) return test
  reader.at++
  const [last] = classLetter(reader)
  if (last === null || last < first) return no()
  return inCaseOf(reader.flags, (code) => code >= first && code <= last)
}

function classLetter(reader: Reader): readonly [number | null, CharTest] {
  const letter = reader.letters[reader.at++]!
  if (letter === '[') no()
  if (letter !== '\\') return [letter.codePointAt(0)!, inCaseOf(reader.flags, is(letter))]
  const sign = reader.letters[reader.at] ?? ''
  const test = escape(reader)
  return [escapeSets.has(sign) || /[pP]/.test(sign) ? (signs.get(sign) ?? null) : sign.codePointAt(0)!, test]
}

const signs: ReadonlyMap<string, number> = new Map([['n', 10], ['r', 13], ['t', 9]])
