import { readDelegation } from '#office/counter/delegated-seal.ts'
import type { ToSign } from '#usecases/counter/permits-to-sign.ts'
import type { Counter } from './counter-kept.ts'
import { wordFor } from './device-proof.ts'
import { withStore, type DeviceStore } from './device-store.ts'
import { timeNow } from './device-time.ts'
import { seal, unseal } from './sealed-box.ts'
import type { Signing } from './sign-kept.ts'

export type Asked = 'delegated' | 'refused' | 'signed-out' | 'away'

/**
 * Makes a key pair whose closed half can not leave this browser, and asks the office to let it sign for the head who is signed
 * in. The key is kept with the office's word for it, in one step: there is never one without the other.
 */
export async function askDelegation(counter: Counter, hours: number, most: number): Promise<Asked> {
  const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
  const command = crypto.randomUUID()
  const proof = letters(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, new TextEncoder().encode(command)))
  const answer = await call(counter, 'delegation', 'delegations', { publicKey: await crypto.subtle.exportKey('jwk', publicKey), proof, hours, most, command })
  if (!answer?.ok) return answer === null ? 'away' : answer.status === 401 ? 'signed-out' : 'refused'
  return (await takeToSign(counter, command, privateKey)) ? 'delegated' : 'away'
}

/** Takes what waits for a signature now, and how the delegation stands. Where it is over or revoked, its key is destroyed. */
export async function renewToSign(counter: Counter): Promise<void> {
  const known = await withStore((store) => readKept(store, counter))
  if (known) await takeToSign(counter, known.delegation.id, null)
}

async function takeToSign(counter: Counter, delegation: string, key: CryptoKey | null): Promise<boolean> {
  const known = await withStore((store) => readKept(store, counter))
  const has = Object.fromEntries((known?.delegation.id === delegation ? known.permits : []).map(({ application: { id, version } }) => [id, version]))
  const answer = await call(counter, 'to-sign', 'to-sign', { delegation, has })
  if (!answer?.ok) return false
  const toSign = (await answer.json()) as ToSign
  return withStore(async (store) => {
    const before = await readKept(store, counter)
    const next = signingOf(toSign, before?.delegation.id === delegation ? before : null)
    const sealed = next && (await seal(counter.box, 'signing', next))
    const end = await store.get('end', 'end')
    const tx = store.transaction(['kept', 'keys', 'end'], 'readwrite', { durability: 'strict' })
    // Something was written meanwhile, perhaps a permit: what is kept then knows more than this.
    const isSame = (await tx.objectStore('end').get('end'))?.hash === end?.hash
    if (isSame && sealed) await Promise.all([tx.objectStore('kept').put(sealed, 'signing'), ...(key ? [tx.objectStore('keys').put(key, 'signing')] : [])])
    else if (isSame) await Promise.all([tx.objectStore('kept').delete('signing'), tx.objectStore('keys').delete('signing')])
    await tx.done
    return isSame && sealed !== null
  })
}

function signingOf({ issuer, unit, officer, delegation, permits, keep }: ToSign, before: Signing | null): Signing | null {
  const claims = delegation && readDelegation(JSON.parse(new TextDecoder().decode(bytesOf(delegation.jws.split('.')[1] ?? ''))) as Record<string, unknown>)
  return delegation && claims ? { issuer, unit, officer, permits: [...(before?.permits ?? []).filter(({ application }) => keep.includes(application.id)), ...permits], delegation, claims, used: before?.used ?? [] } : null
}

async function readKept(store: DeviceStore, { box }: Counter): Promise<Signing | null> {
  const sealed = await store.get('kept', 'signing')
  return sealed ? unseal<Signing>(box, 'signing', sealed) : null
}

async function call({ device }: Counter, purpose: 'delegation' | 'to-sign', path: string, body: object): Promise<Response | null> {
  const at = await withStore(async (store) => timeNow(await store.get('met', 'met')))
  return fetch(`/api/counter/${path}`, {
    method: 'POST',
    headers: { authorization: await wordFor(device, purpose, '', at), 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(60_000),
  }).catch(() => null)
}

const bytesOf = (part: string) => Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))

/** Bytes as base64url. */
export function letters(bytes: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
