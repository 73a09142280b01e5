import { isUuid } from '../act-on-case.ts'
import type { Office } from '../ports.ts'
import type { CounterDevice } from './counter-ports.ts'

/** What a device says when it calls: `purpose` and what it is about are signed with it, so a word for one can not open another. */
export type Purpose = 'sync' | 'document' | 'snapshot' | 'wiped' | 'delegation' | 'to-sign'

const scheme = 'Counter '
/** A word is good for the call that it was made for; one that was overheard ends by itself. */
const lastsMs = 10 * 60_000

/**
 * The device that calls: `Authorization: Counter <base64url of {v, device, purpose, about, at}>.<signature of those letters>`.
 * `at` is what the device takes for the server's time, in epoch milliseconds. Null when it is not one of the office's, or is
 * not meant for this. A device that was revoked is known, and told so.
 */
export async function proveDevice(office: Office, header: string | null, purpose: Purpose, about: string): Promise<CounterDevice | null> {
  if (!header?.startsWith(scheme)) return null
  const [word = '', signature = ''] = header.slice(scheme.length, 2_000).split('.')
  const said = readWord(word)
  if (!said || said.purpose !== purpose || said.about !== about) return null
  const device = await office.store.single((tx) => tx.counterDevice(said.device))
  if (!device || !office.isSignedBy(device.publicKey, word, signature)) return null
  // A batch says nothing that its records do not say by themselves: a device whose clock is wrong must be able to bring it.
  return purpose === 'sync' || purpose === 'document' || Math.abs(said.at - office.now()) <= lastsMs ? device : null
}

function readWord(word: string): { readonly device: string; readonly purpose: string; readonly about: string; readonly at: number } | null {
  try {
    const text = new TextDecoder().decode(Uint8Array.from(atob(word.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0)))
    const { v, device, purpose, about, at } = JSON.parse(text) as Record<string, unknown>
    const isWord = v === 1 && typeof device === 'string' && isUuid(device) && typeof purpose === 'string' && typeof about === 'string' && typeof at === 'number'
    return isWord ? { device, purpose, about, at } : null
  } catch {
    return null
  }
}

/** The server's time with its mark, for a device to reckon with while it is alone. */
export function stampFor(office: Office, device: string): { readonly at: number; readonly mac: string } {
  const at = office.now()
  return { at, mac: office.seals.mac('counter-time', `${device}:${at}`) }
}

export function isOurStamp(office: Office, device: string, stamp: { readonly at: number; readonly mac: string }): boolean {
  return office.seals.mac('counter-time', `${device}:${stamp.at}`) === stamp.mac
}
