import { createHmac, timingSafeEqual } from 'node:crypto'

export const timeHeader = 'x-text-timestamp'
export const signatureHeader = 'x-text-signature'
const windowMs = 5 * 60_000

/** The signature of a webhook: HMAC-SHA-256, hexadecimal, of the seconds since 1970, a dot and the body. */
export function signWebhook(secret: string, seconds: string, body: string): string {
  return createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
}

/** Whether a webhook comes from who knows the secret, not longer than five minutes ago. Takes the same time whatever is wrong with the signature. */
export function isGenuine(secret: string, headers: Headers, body: string, now: number): boolean {
  const [seconds, signature] = [headers.get(timeHeader) ?? '', headers.get(signatureHeader) ?? '']
  if (!/^\d{1,12}$/.test(seconds) || !/^[0-9a-f]{64}$/.test(signature)) return false
  const expected = Buffer.from(signWebhook(secret, seconds, body), 'hex')
  return timingSafeEqual(expected, Buffer.from(signature, 'hex')) && Math.abs(now - Number(seconds) * 1000) <= windowMs
}
