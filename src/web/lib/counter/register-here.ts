import { openCounter, type Counter } from './counter-kept.ts'
import { withStore, type OwnDevice } from './device-store.ts'
import { syncHere } from './sync-here.ts'

/**
 * Makes this browser a counter: a key pair that can not leave it, its open half with the office, its closed half in the
 * browser's own store. The closed half is kept first, so that the office never knows a device that does not know itself. Until the
 * office took it, it is kept apart: a try that failed is tried again with the same key, and a browser that is a counter already
 * stays the one that it is.
 */
export async function registerHere(unit: string, name: string): Promise<'registered' | 'already' | 'failed'> {
  const living = await openCounter()
  if (living && !(await makesRoom(living))) return 'already'
  const { device, publicKey } = await candidate(unit)
  const answer = await fetch('/api/counter/devices', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ unit, name, publicKey, command: device.id }),
  }).catch(() => null)
  if (!answer?.ok) return 'failed'
  return withStore(async (store) => {
    const tx = store.transaction(['device', 'moments'], 'readwrite', { durability: 'strict' })
    const other = await tx.objectStore('device').get('own')
    if (!other) {
      await tx.objectStore('device').put(device, 'own')
      await tx.objectStore('device').delete('new')
      await tx.objectStore('moments').delete('wiped')
    }
    await tx.done
    return other ? 'already' : 'registered'
  })
}

/** Only a device that was revoked and brought what it had makes room for another, or one that the office never knew and that did nothing. */
async function makesRoom(living: Counter): Promise<boolean> {
  const { kind } = await syncHere(living)
  if (kind !== 'unknown') return kind === 'wiped'
  return withStore(async (store) => {
    const tx = store.transaction(['device', 'journal'], 'readwrite')
    const isIdle = (await tx.objectStore('journal').count()) === 0
    if (isIdle) await tx.objectStore('device').delete('own')
    await tx.done
    return isIdle
  })
}

type Candidate = { readonly device: OwnDevice; readonly publicKey: JsonWebKey }

/** The key that the last try left, or a new one. */
async function candidate(unit: string): Promise<Candidate> {
  return withStore(async (store) => {
    const left = await store.get('device', 'new')
    if (left?.unit === unit && left.publicKey) return { device: { id: left.id, unit, key: left.key }, publicKey: left.publicKey }
    const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
    const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', publicKey)
    const made: Candidate = { device: { id: crypto.randomUUID(), unit, key: privateKey }, publicKey: { kty: kty ?? '', crv: crv ?? '', x: x ?? '', y: y ?? '' } }
    await store.put('device', { ...made.device, publicKey: made.publicKey }, 'new')
    return made
  })
}
