import { createHmac, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { readIfThere } from './office-identity.ts'
import { SigningRefused } from './signing-refused.ts'
import { writeOnce } from './write-once.ts'

export type KeyedDigest = (purpose: string, data: Uint8Array | string) => string

/**
 * Opens the secret for keyed digests (32 random bytes, made when there is none). Each purpose gets a key of
 * its own from it, so that a digest made for one thing says nothing about another. The digest is
 * HMAC-SHA-256, base64url, 43 characters.
 */
export async function openKeyedDigest(path: string): Promise<KeyedDigest> {
  let text = await readIfThere(path)
  if (text === null) {
    await writeOnce(path, `${randomBytes(32).toString('base64url')}\n`)
    text = await readFile(path, 'utf8')
  }
  const secret = Buffer.from(text.trim(), 'base64url')
  if (secret.length !== 32)
    throw new SigningRefused('unreadable', `The secret in ${path} is damaged. Restore it from the backup: without it no tracking code works.`)
  return (purpose, data) => {
    const key = createHmac('sha256', secret).update(purpose).digest()
    return createHmac('sha256', key).update(data).digest('base64url')
  }
}
