/**
 * What somebody typed, as one line: without control and invisible characters (they come along when a number is copied
 * out of a PDF, and a NUL is more than a database takes), without spaces around it, and not longer than `longest`.
 */
export function typed(value: unknown, longest: number): string {
  if (typeof value !== 'string') return ''
  const line = value.slice(0, longest * 4).toWellFormed().replace(/\s+/g, ' ').replace(/[\p{Cc}\p{Cf}]/gu, '').trim()
  // The cut may fall into the middle of a character: then it goes as a whole.
  return line.slice(0, longest).replace(/[\ud800-\udbff]$/, '')
}

/** A number of the office as it is printed: no spaces, capital letters. */
export function asPrinted(number: string): string {
  return number.replace(/\s/g, '').toUpperCase()
}
