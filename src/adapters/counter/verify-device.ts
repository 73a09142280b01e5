import { createPublicKey, verify } from 'node:crypto'
import type { DeviceKey } from '../../usecases/counter/counter-ports.ts'

/** Whether a device signed a text: ECDSA on P-256 with SHA-256, the signature as WebCrypto gives it (r and s, 64 bytes, base64url). */
export function verifyDevice(key: DeviceKey, text: string, signature: string): boolean {
  try {
    const publicKey = createPublicKey({ key: { ...key }, format: 'jwk' })
    return verify('sha256', Buffer.from(text, 'utf8'), { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))
  } catch {
    return false
  }
}
