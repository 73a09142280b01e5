import { builtinNames } from './builtin-names.ts'
import { peekWord, skipSpace, type Cursor } from './scan.ts'

/** Names that hold more than one word or a sign, longest first: only who knows them can tell `a-b` from `a - b`. */
export type Names = { readonly known: ReadonlySet<string>; readonly odd: readonly string[] }

const oneWord = /^[\p{L}_?][\p{L}\p{N}_]*$/u

export const normalName = (name: string): string => name.trim().replace(/\s+/g, ' ')

/** The names of variables, and of `members` that stand behind dots and in filters. */
export function gatherNames(variables: Iterable<string>, members: Iterable<string> = []): Names {
  const known = new Set([...variables].map(normalName))
  return { known, odd: sortOdd(new Set([...known, ...[...members].map(normalName)])) }
}

/** The same names and one more: what a loop, a function or a context brings. */
export function withNames(names: Names, more: readonly string[]): Names {
  const fresh = more.filter((name) => !names.known.has(name))
  if (fresh.length === 0) return names
  const known = new Set([...names.known, ...fresh])
  return { known, odd: fresh.every((name) => oneWord.test(name)) ? names.odd : sortOdd(new Set([...names.odd, ...fresh])) }
}

function sortOdd(names: ReadonlySet<string>): readonly string[] {
  return [...names].filter((name) => !oneWord.test(name)).sort((a, b) => b.length - a.length)
}

/** Words that end a name; none of them starts one. */
const reserved = new Set('and or in between instance then else return satisfies if for some every function null true false not'.split(' '))
const never = new Set('and or in between instance then else return satisfies'.split(' '))
const builtins = [...builtinNames].filter((name) => name.includes(' ')).sort((a, b) => b.length - a.length)

/**
 * Reads a name (grammar rule 27). It is the longest that is known; else a function of FEEL; else each word up to one of
 * the grammar, for a name may hold spaces. Null where no name starts.
 */
export function takeName(cursor: Cursor, names: Names): string | null {
  skipSpace(cursor)
  for (const name of names.odd) if (takeWritten(cursor, name)) return name
  const first = peekWord(cursor)
  if (first === '' || (reserved.has(first) && !names.known.has(first) && first !== 'not')) return null
  if (never.has(first)) return null
  for (const name of builtins) if (!names.known.has(first) && takeWritten(cursor, name)) return name
  cursor.at += first.length
  if (names.known.has(first) || first === '?' || builtinNames.has(first)) return first
  return takeWords(cursor, [first])
}

/** A name that is being given (a parameter, a key, what a loop calls its item) or follows a dot: all its words. */
export function takeFreshName(cursor: Cursor, names: Names): string | null {
  skipSpace(cursor)
  for (const name of names.odd) if (takeWritten(cursor, name)) return name
  const first = peekWord(cursor)
  if (first === '') return null
  cursor.at += first.length
  return takeWords(cursor, [first])
}

const key = /[\p{L}_?][\p{L}\p{N}_?.\/\-'+* ]*?(?=\s*:)/uy

/** The key of an entry, which may hold the signs that a name may: `{foo+bar: 1}` (grammar rule 30). */
export function takeKey(cursor: Cursor, names: Names): string | null {
  skipSpace(cursor)
  const { at } = cursor
  const name = takeFreshName(cursor, names)
  skipSpace(cursor)
  if (cursor.text[cursor.at] === ':') return name
  key.lastIndex = at
  const written = key.exec(cursor.text)?.[0]
  if (written === undefined) return name
  cursor.at = at + written.length
  return normalName(written)
}

function takeWords(cursor: Cursor, words: string[]): string {
  for (;;) {
    const before = cursor.at
    const word = peekWord(cursor)
    const digits = word === '' && cursor.at > before ? (/^\d+(?![\d.])\w*/.exec(cursor.text.slice(cursor.at, cursor.at + 40))?.[0] ?? '') : ''
    const next = word || digits
    if (next === '' || reserved.has(next) || next === 'external') {
      cursor.at = before
      return words.join(' ')
    }
    words.push(next)
    cursor.at += next.length
  }
}

const goesOn = /^[\p{L}\p{N}_]/u

/** Reads a known name as it is written here, be its spaces one or many. Never half of a longer word. */
function takeWritten(cursor: Cursor, name: string): boolean {
  const { text } = cursor
  let at = cursor.at
  for (let place = 0; place < name.length; place++) {
    if (name[place] === ' ') {
      const before = at
      while (at < text.length && /\s/.test(text[at]!)) at++
      if (at === before && goesOn.test(text[at - 1] ?? '') && goesOn.test(text[at] ?? '')) return false
    } else {
      while (/\s/.test(text[at] ?? '') && !goesOn.test(name[place]!)) at++
      if (at > cursor.at && place > 0 && !goesOn.test(name[place - 1]!) && name[place - 1] !== ' ') while (/\s/.test(text[at] ?? '')) at++
      if (text[at] !== name[place]) return false
      at++
    }
  }
  if (goesOn.test(name.at(-1)!) && goesOn.test(text[at] ?? '')) return false
  cursor.at = at
  return true
}
