import type { Office } from '../ports.ts'
import type { DeliveryRow } from './delivery-ports.ts'

/** The six digits that only the applicant sees, `417 203`: a keyed digest, so the code is kept nowhere. */
export function handoverCode(office: Office, { id, codeRound }: Pick<DeliveryRow, 'id' | 'codeRound'>): string {
  const digest = office.seals.mac('handover-code', `${id}:${codeRound}`)
  const bytes = Uint8Array.from(atob(digest.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))
  const number = bytes.slice(0, 6).reduce((sum, byte) => sum * 256 + byte, 0) % 1_000_000
  const digits = String(number).padStart(6, '0')
  return `${digits.slice(0, 3)} ${digits.slice(3)}`
}

/** Compares what was typed, spaces and dashes forgiven; takes the same time whatever is wrong. */
export function isHandoverCode(office: Office, delivery: DeliveryRow, typed: string): boolean {
  const expected = handoverCode(office, delivery).replace(' ', '')
  const given = typed.replace(/[\s-]/g, '').slice(0, 32).padEnd(expected.length, '*')
  let different = given.length ^ expected.length
  for (let index = 0; index < expected.length; index++) different |= expected.charCodeAt(index) ^ given.charCodeAt(index)
  return different === 0
}
