import type { OwnDevice } from './device-store.ts'

const letters = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

/** SHA-256 in hex. */
export async function sha256(data: string | BufferSource): Promise<string> {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data
  return Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export async function sign({ key }: OwnDevice, text: string): Promise<string> {
  return letters(new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, new TextEncoder().encode(text))))
}

/** The word with which the device calls. `at`: the server's time as the device knows it. */
export async function wordFor(device: OwnDevice, purpose: 'sync' | 'document' | 'snapshot' | 'wiped' | 'delegation' | 'to-sign', about: string, at: number): Promise<string> {
  const word = letters(new TextEncoder().encode(JSON.stringify({ v: 1, device: device.id, purpose, about, at: Math.round(at) })))
  return `Counter ${word}.${await sign(device, word)}`
}
