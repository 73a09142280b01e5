import { limits } from './limits.ts'

/** Where a text stops being FEEL, and why. */
export class FeelSyntaxError extends Error {
  constructor(reason: string, at: number) {
    super(`${reason} at character ${at + 1}`)
  }
}

/** A place in a text, moved on as the text is read. */
export type Cursor = { readonly text: string; at: number; depth: number; work: number }

// Grammar rules 28 and 29: what a name may start and go on with.
const startsName = /^[?A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\u{10000}-\u{EFFFF}]/u
const partsOfName = /[0-9?A-Z_a-z\u00B7\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u037D\u037F-\u1FFF\u200C\u200D\u203F\u2040\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\u{10000}-\u{EFFFF}]*/uy

export function fail(cursor: Cursor, reason: string): never {
  throw new FeelSyntaxError(reason, cursor.at)
}

/** Reads what `parse` reads, one level deeper. A text that nests without end is refused before the stack is. */
export function nested<T>(cursor: Cursor, parse: (cursor: Cursor) => T): T {
  if (++cursor.depth > limits.nesting) fail(cursor, `it nests deeper than ${limits.nesting}`)
  // Some texts can be read in two ways; one that makes many of these would be read for ever.
  if (++cursor.work > limits.reading + cursor.text.length) fail(cursor, 'it is too tangled')
  const read = parse(cursor)
  cursor.depth--
  return read
}

const space = /(?:[\s\u180e\u200b\ufeff]+|\/\/[^\n\r]*|\/\*[\s\S]*?\*\/)*/y

export function skipSpace(cursor: Cursor): void {
  space.lastIndex = cursor.at
  space.exec(cursor.text)
  cursor.at = space.lastIndex
}

/** Reads a sign if it stands here. */
export function take(cursor: Cursor, sign: string): boolean {
  skipSpace(cursor)
  if (!cursor.text.startsWith(sign, cursor.at)) return false
  cursor.at += sign.length
  return true
}

export function expect(cursor: Cursor, sign: string): void {
  if (!take(cursor, sign)) fail(cursor, `"${sign}" is missing`)
}

/** The word that starts here, without moving on; "" where none does. */
export function peekWord(cursor: Cursor): string {
  skipSpace(cursor)
  if (!startsName.test(cursor.text.slice(cursor.at, cursor.at + 2))) return ''
  partsOfName.lastIndex = cursor.at
  return partsOfName.exec(cursor.text)?.[0] ?? ''
}

/** Reads words of the grammar (`instance of`) if all of them stand here. */
export function takeWords(cursor: Cursor, ...words: readonly string[]): boolean {
  const before = cursor.at
  for (const word of words) {
    if (peekWord(cursor) !== word) {
      cursor.at = before
      return false
    }
    cursor.at += word.length
  }
  return true
}

const number = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y

export function takeNumber(cursor: Cursor): number | null {
  skipSpace(cursor)
  number.lastIndex = cursor.at
  const written = number.exec(cursor.text)?.[0]
  if (written === undefined) return null
  cursor.at += written.length
  return Number(written)
}

const string = /"((?:[^"\\]|\\[\s\S])*)"/y
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', "'": "'", '\\': '\\' }

export function takeString(cursor: Cursor): string | null {
  skipSpace(cursor)
  if (cursor.text[cursor.at] !== '"') return null
  string.lastIndex = cursor.at
  const found = string.exec(cursor.text)
  if (!found) return fail(cursor, 'a text does not end')
  cursor.at += found[0].length
  // What is no escape stays as it is written: patterns for matches() hold many.
  return found[1]!.replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|([nrt"'\\]))/g, (_, short?: string, long?: string, sign?: string) => {
    if (sign !== undefined) return escapes[sign]!
    const code = Number.parseInt(short ?? long!, 16)
    return code <= 0x10ffff ? (short ? String.fromCharCode(code) : String.fromCodePoint(code)) : ''
  })
}
