/**
 * The serial of a printed form, `P-3171-0007-K4TR`: the unit that printed it, which form of that unit it is, and four check
 * letters of a keyed digest, so that nobody without the office's key can write one that it would take for its own.
 */
export type PaperSerial = { readonly unit: string; readonly sequence: number; readonly check: string }

/** As it is printed: what people read, type and say. */
export function writeSerial({ unit, sequence, check }: PaperSerial): string {
  return `P-${unit}-${String(sequence).padStart(4, '0')}-${check}`
}

/**
 * Reads what was typed, or the whole text of a form's QR code (an address that ends in the serial). Forgives small letters,
 * spaces for hyphens, a missing P, and O, I and L for the digits they look like. Null when it is no serial at all.
 */
export function readSerial(typed: string): PaperSerial | null {
  const last = typed.slice(0, 300).trim().split(/[/=]/).at(-1) ?? ''
  const parts = last.toUpperCase().split(/[^0-9A-Z]+/).filter((part) => part !== '')
  const [unit, sequence, check, ...more] = parts[0] === 'P' ? parts.slice(1) : parts
  if (unit === undefined || sequence === undefined || check === undefined || more.length > 0) return null
  const digits = { unit: figures(unit), sequence: figures(sequence) }
  if (!/^\d{2,6}$/.test(digits.unit) || !/^\d{4,9}$/.test(digits.sequence) || !/^[0-9A-Z]{4}$/.test(check)) return null
  return { unit: digits.unit, sequence: Number(digits.sequence), check: figures(check) }
}

/** Neither the digits nor the check letters (Crockford's base 32) hold O, I or L. */
const figures = (text: string): string => text.replaceAll('O', '0').replace(/[IL]/g, '1')
