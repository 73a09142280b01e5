import { saveOwnDevice } from './device-store.ts'

/**
 * Makes this browser a counter: a key pair that can not leave it, its open half with the office, its closed half in the
 * browser's own store. The closed half is kept first, so that the office never knows a device that does not know itself.
 * Gives whether the office took it.
 */
export async function registerHere(unit: string, name: string): Promise<boolean> {
  const id = crypto.randomUUID()
  const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', publicKey)
  await saveOwnDevice({ id, unit, key: privateKey })
  const answer = await fetch('/api/counter/devices', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ unit, name, publicKey: { kty, crv, x, y }, command: id }),
  }).catch(() => null)
  return answer?.ok ?? false
}
