/**
 * A mobile number as people of the country write it (`0812-3456-7890`, `+62 812 …`, `62812…`), or one of another country
 * with its `+`. Gives it as E.164, `+6281234567890`; null when it can't be one.
 */
export function readPhone(typed: string): string | null {
  const text = typed.slice(0, 40).normalize('NFKC').replace(/\p{Cf}/gu, '').trim()
  if (!/^\+?[\d\s().-]+$/.test(text)) return null
  const digits = text.replace(/\D/g, '')
  const full = text.startsWith('+') ? digits : digits.startsWith('00') ? digits.slice(2) : digits.startsWith('08') ? `62${digits.slice(1)}` : digits.startsWith('628') ? digits : ''
  if (!/^[1-9]\d{7,14}$/.test(full)) return null
  // Mobile numbers here begin with 8; a landline gets no text.
  if (full.startsWith('62') && !/^628\d{7,11}$/.test(full)) return null
  return `+${full}`
}

/** For showing to who owns it: the end of it, `+62 8•• ••• 890`. */
export function hintOfPhone(phone: string): string {
  return `${phone.slice(0, 3)} ••• ${phone.slice(-3)}`
}
