/** A value of a PDF file as far as an inspection needs it (ISO 32000-1, clause 7.3): what strings say is left out. */
export type PdfValue =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'number'; readonly number: number }
  /** Entries in the order of the file, twice when they stand there twice: readers differ in which one they take. */
  | { readonly kind: 'dictionary'; readonly entries: readonly PdfEntry[] }
  | { readonly kind: 'array'; readonly items: readonly PdfValue[] }
  | { readonly kind: 'reference' }
  | { readonly kind: 'string' }
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'end' }

export type PdfEntry = readonly [key: string, value: PdfValue]

/** A value, and the offset of the first byte after it. */
export type ReadValue = { readonly value: PdfValue; readonly next: number }

type Token = ReadValue | { readonly mark: '<<' | '>>' | '[' | ']'; readonly next: number }

/** Deeper than any honest file; an action could hide below it. */
export class TooDeep extends Error {}
const deepest = 400

const spaces = new Set([0, 9, 10, 12, 13, 32])
const delimiters = new Set([...'()<>[]{}/%'].map((each) => each.charCodeAt(0)))
const isRegular = (byte: number | undefined) => byte !== undefined && !spaces.has(byte) && !delimiters.has(byte)

/**
 * Reads the value that begins at this offset. Forgiving, as readers of PDF are: what is broken ends early, and what was
 * read until there is given. Throws only TooDeep.
 */
export function readValue(bytes: Buffer, at: number, depth = 0): ReadValue {
  const token = readToken(bytes, at)
  if (!('mark' in token)) return token.value.kind === 'number' ? readReference(bytes, token) : token
  if (depth > deepest) throw new TooDeep()
  if (token.mark === '<<') return readDictionary(bytes, token.next, depth)
  if (token.mark === '[') return readArray(bytes, token.next, depth)
  return { value: { kind: 'word', word: token.mark }, next: token.next }
}

function readDictionary(bytes: Buffer, at: number, depth: number): ReadValue {
  const entries: PdfEntry[] = []
  for (let next = at; ; ) {
    const key = readValue(bytes, next, depth + 1)
    next = key.next
    if (key.value.kind === 'end' || closes(key.value, '>>')) return { value: { kind: 'dictionary', entries }, next }
    if (key.value.kind !== 'name') {
      // Where a key should stand, readers skip; what was skipped is looked at all the same.
      entries.push(['', key.value])
      continue
    }
    const { value, next: after } = readValue(bytes, next, depth + 1)
    if (closes(value, '>>')) continue
    entries.push([key.value.name, value])
    next = after
  }
}

function readArray(bytes: Buffer, at: number, depth: number): ReadValue {
  const items: PdfValue[] = []
  for (let next = at; ; ) {
    const item = readValue(bytes, next, depth + 1)
    next = item.next
    if (item.value.kind === 'end' || closes(item.value, ']')) return { value: { kind: 'array', items }, next }
    items.push(item.value)
  }
}

const closes = (value: PdfValue, mark: string) => value.kind === 'word' && value.word === mark

/** `12 0 R` begins like a number. */
function readReference(bytes: Buffer, first: ReadValue): ReadValue {
  const generation = readToken(bytes, first.next)
  if ('mark' in generation || generation.value.kind !== 'number') return first
  const letter = readToken(bytes, generation.next)
  if ('mark' in letter || !closes(letter.value, 'R')) return first
  return { value: { kind: 'reference' }, next: letter.next }
}

function readToken(bytes: Buffer, from: number): Token {
  const at = skipSpace(bytes, from)
  const byte = bytes[at]
  if (byte === undefined) return { value: { kind: 'end' }, next: bytes.length }
  switch (String.fromCharCode(byte)) {
    case '/':
      return readName(bytes, at + 1)
    case '(':
      return { value: { kind: 'string' }, next: endOfString(bytes, at) }
    case '[':
      return { mark: '[', next: at + 1 }
    case ']':
      return { mark: ']', next: at + 1 }
    case '<':
      if (bytes[at + 1] === byte) return { mark: '<<', next: at + 2 }
      return { value: { kind: 'string' }, next: endOfHex(bytes, at) }
    case '>':
      if (bytes[at + 1] === byte) return { mark: '>>', next: at + 2 }
  }
  if (!isRegular(byte)) return { value: { kind: 'word', word: String.fromCharCode(byte) }, next: at + 1 }
  return readWord(bytes, at)
}

function skipSpace(bytes: Buffer, from: number): number {
  let at = from
  for (;;) {
    const byte = bytes[at]
    if (byte === 0x25) while (at < bytes.length && bytes[at] !== 10 && bytes[at] !== 13) at++
    else if (byte !== undefined && spaces.has(byte)) at++
    else return at
  }
}

function endOfRegular(bytes: Buffer, from: number): number {
  let at = from
  while (isRegular(bytes[at])) at++
  return at
}

/** Any letter of a name may be written as `#` and its code. */
function readName(bytes: Buffer, from: number): ReadValue {
  const next = endOfRegular(bytes, from)
  const written = bytes.toString('latin1', from, next)
  const name = written.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return { value: { kind: 'name', name }, next }
}

function readWord(bytes: Buffer, from: number): ReadValue {
  const next = endOfRegular(bytes, from)
  const word = bytes.toString('latin1', from, next)
  // A number may touch the word behind it (`0obj`, `0R`).
  const [digits] = /^[+-]?\d*\.?\d*/.exec(word) ?? ['']
  if (!/\d/.test(digits)) return { value: { kind: 'word', word }, next }
  return { value: { kind: 'number', number: Number(digits) }, next: from + digits.length }
}

function endOfString(bytes: Buffer, from: number): number {
  let open = 0
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === 0x5c) at++
    else if (byte === 0x28) open++
    else if (byte === 0x29 && --open === 0) return at + 1
  }
  return bytes.length
}

function endOfHex(bytes: Buffer, from: number): number {
  const end = bytes.indexOf(0x3e, from)
  return end < 0 ? bytes.length : end + 1
}
