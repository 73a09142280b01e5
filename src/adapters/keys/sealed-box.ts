import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const version = 1
const ivBytes = 12
const tagBytes = 16

/**
 * Encrypts with AES-256-GCM. The result is one version byte, the random nonce, the tag, the ciphertext.
 * `aad` is not stored but has to be given again to open: it ties the box to its place, so that it can't be moved to another.
 */
export function sealBox(key: Uint8Array, plaintext: Uint8Array, aad: string): Buffer {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  cipher.setAAD(Buffer.from(aad))
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()])
  return Buffer.concat([Buffer.of(version), iv, cipher.getAuthTag(), ciphertext])
}

/** Opens what `sealBox` made. Throws when a byte was changed, the key is another one, or `aad` differs. */
export function openBox(key: Uint8Array, box: Uint8Array, aad: string): Buffer {
  const ciphertextAt = 1 + ivBytes + tagBytes
  if (box.length < ciphertextAt || box[0] !== version) throw new Error('This is not a sealed box of this office.')
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(1, 1 + ivBytes), { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(aad))
  decipher.setAuthTag(box.subarray(1 + ivBytes, ciphertextAt))
  try {
    return Buffer.concat([decipher.update(box.subarray(ciphertextAt)), decipher.final()])
  } catch (cause) {
    throw new Error('A sealed box does not open: it was changed, or sealed with another key or for another place.', { cause })
  }
}
