import { readSeal, type ReadSeal, type SealPublicKey, type VerifySignature } from '#office/counter/delegated-seal.ts'

/** The office's keys by their name, as its key set (RFC 7517) gives them. */
export function keysOf(set: readonly object[]): ReadonlyMap<string, SealPublicKey> {
  return new Map(set.flatMap((key) => {
    const { kid, kty, crv, x, y } = key as Readonly<Record<string, unknown>>
    return kty === 'EC' && crv === 'P-256' && typeof kid === 'string' && typeof x === 'string' && typeof y === 'string' ? [[kid, { kty, crv, x, y }] as const] : []
  }))
}

/** Checks a permit's code with the browser's own cryptography, and asks nobody. */
export function readOffline(code: string, keys: ReadonlyMap<string, SealPublicKey>): Promise<ReadSeal> {
  return readSeal(code, keys, verifyHere)
}

const verifyHere: VerifySignature = async (key, text, signature) => {
  try {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
    const bytes = Uint8Array.from(atob(signature.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))
    return await crypto.subtle.verify(algorithm, await crypto.subtle.importKey('jwk', key, algorithm, false, ['verify']), bytes, new TextEncoder().encode(text))
  } catch {
    return false
  }
}
