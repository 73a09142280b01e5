import type { Office } from './ports.ts'

// Crockford's base 32: no letter that can be taken for a digit.
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const length = 8

/** The code on the receipt, `7K3M-Q9TA`: 40 bits of a keyed digest of the case's id, so it is kept nowhere. */
export function trackingCode(office: Office, id: string): string {
  const digest = office.seals.mac('tracking-code', id)
  const bytes = Uint8Array.from(atob(digest.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))
  const code = Array.from({ length }, (_, index) => letters[(bytes[index] ?? 0) & 31]).join('')
  return `${code.slice(0, 4)}-${code.slice(4)}`
}

/** Compares what somebody typed, forgiving case, spaces and O for 0; takes the same time whatever is wrong. */
export function codeMatches(office: Office, id: string, typed: string): boolean {
  const clean = (code: string) => code.toUpperCase().replace(/[^0-9A-Z]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
  const expected = clean(trackingCode(office, id))
  const given = clean(typed).slice(0, 32).padEnd(expected.length, '*')
  let different = given.length ^ expected.length
  for (let index = 0; index < expected.length; index++) different |= expected.charCodeAt(index) ^ given.charCodeAt(index)
  return different === 0
}
