import { wordFor } from './device-proof.ts'
import type { DeviceStore, OwnDevice } from './device-store.ts'
import { timeNow } from './device-time.ts'

const everything = ['device', 'keys', 'kept', 'journal', 'scans', 'used', 'end', 'met', 'moments'] as const

/** Destroys the keys and all that was kept, in one step, and then tells the office. What is left says that, and when. */
export async function wipeHere(device: OwnDevice, store: DeviceStore): Promise<void> {
  const at = timeNow(await store.get('met', 'met'))
  const tx = store.transaction(everything, 'readwrite', { durability: 'strict' })
  await Promise.all([...everything.map((name) => tx.objectStore(name).clear()), tx.objectStore('moments').put(at, 'wiped'), tx.done])
  // The key is in no store any more; it signs this last word from memory.
  await fetch('/api/counter/wiped', { method: 'POST', headers: { authorization: await wordFor(device, 'wiped', '', at) } }).catch(() => null)
}
