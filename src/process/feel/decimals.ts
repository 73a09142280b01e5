/**
 * FEEL counts in decimals: 0.1 + 0.2 is 0.3 (DMN 1.5, 10.3.2.3.1). Numbers here are the machine's binary ones, so a sum of
 * fractions is taken over whole numbers where these are exact: up to 15 digits. Beyond, the nearest binary number stands.
 */
const exact = Number.MAX_SAFE_INTEGER

export function add(a: number, b: number): number {
  const plain = a + b
  if (Number.isInteger(a) && Number.isInteger(b)) return plain
  return scaled(a, b, (whole, other, scale) => (whole + other) / scale) ?? plain
}

export const subtract = (a: number, b: number): number => add(a, -b)

export function multiply(a: number, b: number): number {
  const plain = a * b
  if (Number.isInteger(plain) && Number.isInteger(a) && Number.isInteger(b)) return plain
  return scaled(a, b, (whole, other, scale) => (Math.abs(whole * other) <= exact && scale <= 1e11 ? (whole * other) / (scale * scale) : undefined)) ?? plain
}

/** Null for a division by nothing. */
export function divide(a: number, b: number): number | null {
  if (b === 0) return null
  const plain = a / b
  if (Number.isInteger(a) && Number.isInteger(b)) return plain
  return scaled(a, b, (whole, other) => whole / other) ?? plain
}

function scaled(a: number, b: number, count: (whole: number, other: number, scale: number) => number | undefined): number | undefined {
  const digits = Math.max(fractionDigits(a), fractionDigits(b))
  if (digits > 15) return undefined
  const scale = 10 ** digits
  const [whole, other] = [Math.round(a * scale), Math.round(b * scale)]
  return Math.abs(whole) <= exact && Math.abs(other) <= exact ? count(whole, other, scale) : undefined
}

/** How many digits stand behind the point; many for what is written with an exponent. */
export function fractionDigits(number: number): number {
  if (Number.isInteger(number)) return 0
  const written = String(number)
  const point = written.indexOf('.')
  return written.includes('e') || point < 0 ? 99 : written.length - point - 1
}

export type Rounding = 'up' | 'down' | 'half up' | 'half down' | 'half even' | 'floor' | 'ceiling'

/** Rounds at a digit behind the point, or before it where `scale` is negative. Decided on the digits as they are written. */
export function round(number: number, scale: number, how: Rounding): number {
  if (!Number.isFinite(number) || scale > 300) return number
  if (scale < -300) return how === 'up' && number !== 0 ? Number.NaN : 0
  const shifted = shift(number, scale)
  const down = Math.trunc(shifted)
  const rest = Math.abs(shifted - down)
  const away = down + Math.sign(shifted)
  const result = rest === 0 ? down : roundsAway(rest, down, shifted, how) ? away : down
  return shift(result, -scale) + 0
}

function roundsAway(rest: number, down: number, shifted: number, how: Rounding): boolean {
  switch (how) {
    case 'up':
      return true
    case 'down':
      return false
    case 'floor':
      return shifted < 0
    case 'ceiling':
      return shifted > 0
    case 'half up':
      return rest >= 0.5
    case 'half down':
      return rest > 0.5
    case 'half even':
      return rest > 0.5 || (rest === 0.5 && down % 2 !== 0)
  }
}

/** Moves the point in the written number, which binary arithmetic would miss by a hair. */
function shift(number: number, digits: number): number {
  const [mantissa, exponent = '0'] = String(number).split('e')
  return Number(`${mantissa}e${Number(exponent) + digits}`)
}

/** A number as FEEL writes it, never with an exponent. */
export function writeNumber(number: number): string {
  const written = String(number === 0 ? 0 : number)
  if (!written.includes('e') || !Number.isFinite(number)) return written
  const [mantissa, exponent] = written.split('e') as [string, string]
  const sign = mantissa.startsWith('-') ? '-' : ''
  const [whole, fraction = ''] = mantissa.replace('-', '').split('.') as [string, string?]
  const point = whole.length + Number(exponent)
  const digits = whole + fraction
  return point <= 0 ? `${sign}0.${'0'.repeat(-point)}${digits}` : `${sign}${digits.padEnd(point, '0')}`
}
