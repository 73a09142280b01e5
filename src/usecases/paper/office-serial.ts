import { readSerial, writeSerial } from '../../office/paper/serial.ts'
import type { Office } from '../ports.ts'
import { sayableCode } from '../tracking-code.ts'

/** The serial of a unit's form of that number: 20 bits of a keyed digest at its end, which only this office can make. */
export function officeSerial(office: Office, unit: string, sequence: number): string {
  return writeSerial({ unit, sequence, check: checkOf(office, unit, sequence) })
}

/** What somebody typed or a code held: the serial as it is printed, or why it is none of this office's. */
export function readOfficeSerial(office: Office, typed: string): { readonly ok: true; readonly serial: string; readonly unit: string } | { readonly ok: false; readonly kind: 'NoSerial' | 'Forged' } {
  const read = readSerial(typed)
  if (!read) return { ok: false, kind: 'NoSerial' }
  if (read.check !== checkOf(office, read.unit, read.sequence)) return { ok: false, kind: 'Forged' }
  return { ok: true, serial: writeSerial(read), unit: read.unit }
}

function checkOf(office: Office, unit: string, sequence: number): string {
  return sayableCode(office.seals.mac('paper-serial', `${unit}:${sequence}`)).slice(0, 4)
}
