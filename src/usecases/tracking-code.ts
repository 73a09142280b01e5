import type { Office } from './ports.ts'

// Crockford's base 32: no letter that can be taken for a digit.
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const length = 8

/** The code on the receipt, `7K3M-Q9TA`: 40 bits of a keyed digest of the case's id, so it is kept nowhere. */
export function trackingCode(office: Office, id: string): string {
  return sayableCode(office.seals.mac('tracking-code', id))
}

/** Eight letters and digits of a digest (base64url, at least eight bytes), in two groups. */
export function sayableCode(digest: string): string {
  const bytes = Uint8Array.from(atob(digest.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))
  const code = Array.from({ length }, (_, index) => letters[(bytes[index] ?? 0) & 31]).join('')
  return `${code.slice(0, 4)}-${code.slice(4)}`
}

/** Compares what somebody typed, forgiving case, spaces and O for 0; takes the same time whatever is wrong. */
export function codeMatches(office: Office, id: string, typed: string): boolean {
  const expected = cleanCode(trackingCode(office, id))
  const given = cleanCode(typed).slice(0, 32).padEnd(expected.length, '*')
  let different = given.length ^ expected.length
  for (let index = 0; index < expected.length; index++) different |= expected.charCodeAt(index) ^ given.charCodeAt(index)
  return different === 0
}

/** A code as it is compared: without spaces and dashes, O read as 0 and I and L as 1. */
export function cleanCode(code: string): string {
  return code.toUpperCase().replace(/[^0-9A-Z]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
}
