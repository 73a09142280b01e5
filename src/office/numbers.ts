/**
 * Fills a number format such as `IP-{yy}-{seq:6}-{check}`. `date` is the local day `YYYY-MM-DD`, `sequence` counts from
 * 1. `{check}` is the Luhn digit (ISO/IEC 7812-1) of the digits before it: a slip of one digit, or most swaps of two,
 * can't be another person's number.
 */
export function applicationNumber(format: string, date: string, sequence: number): string {
  const filled = fill(format, { year: date.slice(0, 4), yy: date.slice(2, 4) }, sequence)
  return filled.replace('{check}', String(luhn(filled)))
}

/** Fills a permit's number format such as `{seq:4}.IP.{unit}.{year}`: no sign that an address would have to escape. */
export function permitNumber(format: string, values: { readonly unit: string; readonly year: string }, sequence: number): string {
  return fill(format, values, sequence)
}

/** The Luhn check digit of the digits in a text. */
export function luhn(text: string): number {
  const digits = [...text.replace(/\D/g, '')].reverse().map(Number)
  const sum = digits.reduce((total, digit, index) => {
    const doubled = index % 2 === 0 ? digit * 2 : digit
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return (10 - (sum % 10)) % 10
}

function fill(format: string, values: Readonly<Record<string, string>>, sequence: number): string {
  return format
    .replace(/\{seq:(\d+)\}/, (_, width: string) => String(sequence).padStart(Number(width), '0'))
    .replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
}
