import { createHmac } from 'node:crypto'

/**
 * A digest that only a holder of the secret can recompute, so that neither a short code nor an e-mail address
 * can be guessed back from a copy of the database. `purpose` keeps digests of different uses apart.
 */
export function keyedDigest(secret: string, purpose: string, value: string): string {
  return createHmac('sha256', secret).update(`${purpose}\0${value}`).digest('base64url')
}
