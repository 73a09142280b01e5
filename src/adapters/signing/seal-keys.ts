import {
  calculateJwkThumbprint,
  CompactSign,
  compactVerify,
  exportJWK,
  exportPKCS8,
  generateKeyPair,
  importJWK,
} from 'jose'
import type { JWK } from 'jose'
import { createPrivateKey, createPublicKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { permitSeal, readSeal, type SealPublicKey } from '../../office/counter/delegated-seal.ts'
import { readIfThere } from './office-identity.ts'
import { SigningRefused } from './signing-refused.ts'
import { writeOnce } from './write-once.ts'

/** A key that seals permits (P-256), or one that once did: then only its public half need be left. */
export type SealKey = {
  readonly kid: string
  readonly privateKey: KeyObject | null
  readonly publicKey: KeyObject
  readonly jwk: JWK
}

export type Verified =
  | { readonly ok: true; readonly facts: Record<string, unknown>; readonly delegation: string | null }
  | { readonly ok: false; readonly reason: 'malformed' | 'unknown-key' | 'bad-signature' | 'not-delegated' }

const algorithm = 'ES256'

/**
 * Loads every `*.pem` of the folder, sorted by file name: the last one with a private key seals, all of them
 * verify. Makes the folder and a first key when there is none. Throws SigningRefused for a file that is no
 * P-256 key.
 */
export async function openSealKeys(folder: string, now: Date): Promise<readonly SealKey[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if ((await keyFiles(folder)).length === 0) {
    const { privateKey } = await generateKeyPair(algorithm, { extractable: true })
    await writeOnce(join(folder, `${now.toISOString().slice(0, 10)}.pem`), await exportPKCS8(privateKey))
  }
  const keys = await Promise.all((await keyFiles(folder)).map((name) => readSealKey(join(folder, name))))
  if (!keys.some((key) => key.privateKey !== null))
    throw new SigningRefused(
      'no-key',
      `No file in ${folder} holds a private key, so no permit can be sealed. Restore the folder from the backup, ` +
        `or add a new key (see README.md in src/adapters/signing).`,
    )
  return keys
}

/** The compact JWS of the facts, header {alg, kid, typ} (RFC 7515). */
export async function seal(facts: object, keys: readonly SealKey[], type: string = permitSeal): Promise<string> {
  const key = keys.findLast((candidate) => candidate.privateKey !== null)
  if (key?.privateKey == null) throw new Error('There is no seal key.')
  return new CompactSign(new TextEncoder().encode(JSON.stringify(facts)))
    .setProtectedHeader({ alg: algorithm, kid: key.kid, typ: type })
    .sign(key.privateKey)
}

/**
 * Checks the code of a permit from anywhere: only ES256 under one of the office's own keys passes, or under a key that one of
 * them delegated. What it says is returned unread. The rules are those that a browser without network uses (delegated-seal.ts).
 */
export async function verifySeal(code: string, keys: readonly SealKey[]): Promise<Verified> {
  const office = new Map(keys.map(({ kid, jwk }) => [kid, { kty: 'EC', crv: 'P-256', x: jwk.x ?? '', y: jwk.y ?? '' } as const]))
  const read = await readSeal(code, office, isSignedBy)
  return read.ok ? { ok: true, facts: { ...read.facts }, delegation: read.delegation?.jti ?? null } : read
}

async function isSignedBy(key: SealPublicKey, text: string, signature: string): Promise<boolean> {
  return compactVerify(`${text}.${signature}`, await importJWK({ ...key }, algorithm), { algorithms: [algorithm] }).then(() => true, () => false)
}

async function keyFiles(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.pem')).toSorted()
}

async function readSealKey(path: string): Promise<SealKey> {
  const text = (await readIfThere(path)) ?? ''
  let privateKey: KeyObject | null = null
  let publicKey: KeyObject
  try {
    if (text.includes('PRIVATE KEY')) privateKey = createPrivateKey(text)
    publicKey = createPublicKey(text)
  } catch {
    throw new SigningRefused('unreadable', `The seal key ${path} is damaged. Restore it from the backup; permits sealed with it need it.`)
  }
  if (publicKey.asymmetricKeyDetails?.namedCurve !== 'prime256v1')
    throw new SigningRefused('unsupported-key', `The seal key ${path} is not an EC key on the curve P-256. Make one as README.md in src/adapters/signing says.`)
  const { kty, crv, x, y } = await exportJWK(publicKey)
  const kid = await calculateJwkThumbprint({ kty, crv, x, y })
  return { kid, privateKey, publicKey, jwk: { kty, crv, x, y, kid, alg: algorithm, use: 'sig' } }
}
