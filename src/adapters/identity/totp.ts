import { createHmac } from 'node:crypto'

const stepSeconds = 30

/** The six digits of RFC 6238 (SHA-1, 30 seconds) at a time in ms; the secret's characters are the key. */
export function totpAt(secret: string, millis: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(millis / 1000 / stepSeconds)))
  const mac = createHmac('sha1', secret).update(counter).digest()
  // Dynamic truncation, RFC 4226 section 5.3.
  const offset = (mac[mac.length - 1] ?? 0) & 15
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** Address that an authenticator app reads from a QR code (the key URI format of Google Authenticator). */
export function totpUri(secret: string, issuer: string, email: string): string {
  const key = base32(Buffer.from(secret))
  const query = new URLSearchParams({ secret: key, issuer, digits: '6', period: '30' })
  // Apps read "+" as itself, so spaces must be percent-encoded.
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(email)}`
  return `otpauth://totp/${label}?${query.toString().replaceAll('+', '%20')}`
}

/** RFC 4648 Base32 without padding. */
function base32(bytes: Buffer): string {
  let bits = ''
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0')
  const groups = bits.match(/.{1,5}/g) ?? []
  return groups.map((group) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[parseInt(group.padEnd(5, '0'), 2)]).join('')
}
