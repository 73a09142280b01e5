import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { JournalEnd } from '#office/counter/journal.ts'
import type { Sealed } from './sealed-box.ts'

/** What makes this browser a counter of the office. `key` can sign and can not be read out: it was made here that way. */
export type OwnDevice = { readonly id: string; readonly unit: string; readonly key: CryptoKey }

/** A key that is not yet known to be with the office, with the half that it is to be told. */
type Candidate = OwnDevice & { readonly publicKey?: JsonWebKey }

/** The server's time when the device met it last, and how far its own clock was ahead then; milliseconds. */
export type Met = { readonly stamp: { readonly at: number; readonly mac: string }; readonly skew: number }

/** One line of the journal on the device. `open`: the office is asked again what became of it. */
export type KeptEntry = { readonly sequence: number; readonly hash: string; readonly open: boolean; readonly sealed: Sealed }

export type KeptScan = { readonly application: string; readonly sha256: string; readonly sent: boolean; readonly sealed: Sealed }

type Schema = DBSchema & {
  /** `new`: made here, and not yet known to be with the office. */
  device: { key: 'own' | 'new'; value: Candidate }
  /** `box` seals what is kept; `signing` is the key that was delegated, where there is one. */
  keys: { key: 'box' | 'signing'; value: CryptoKey }
  kept: { key: string; value: Sealed }
  journal: { key: number; value: KeptEntry }
  scans: { key: [application: string, sha256: string]; value: KeptScan }
  /** Applications whose number of the block is used on this device. */
  used: { key: string; value: true }
  /** Nothing of a person: the end of the journal, the time, since when it is alone, when it was wiped. */
  end: { key: 'end'; value: JournalEnd }
  met: { key: 'met'; value: Met }
  moments: { key: 'alone' | 'wiped'; value: number }
}

export type DeviceStore = IDBPDatabase<Schema>

const name = 'satu-pintu-counter'

/** The device's own store. Each caller closes it. */
export function openStore(): Promise<DeviceStore> {
  return openDB<Schema>(name, 2, {
    upgrade(store, from) {
      if (from < 1) store.createObjectStore('device')
      for (const each of ['keys', 'kept', 'used', 'end', 'met', 'moments'] as const) store.createObjectStore(each)
      store.createObjectStore('journal', { keyPath: 'sequence' })
      store.createObjectStore('scans', { keyPath: ['application', 'sha256'] })
    },
    // A newer page of the office wants the store: this one gives way, and opens it again when it next needs it.
    blocking: (_now, _next, event) => (event.target as IDBDatabase).close(),
  })
}

/** Does something with the store, and closes it whatever happens. */
export async function withStore<T>(work: (store: DeviceStore) => Promise<T>): Promise<T> {
  const store = await openStore()
  try {
    return await work(store)
  } finally {
    store.close()
  }
}

/** The key that seals what is kept here: made once, never readable, gone with the store. */
export async function boxKey(store: DeviceStore): Promise<CryptoKey> {
  const known = await store.get('keys', 'box')
  if (known) return known
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  const tx = store.transaction('keys', 'readwrite')
  // Another tab may have been faster: the first key stands.
  const first = await tx.store.get('box')
  if (!first) await tx.store.put(made, 'box')
  await tx.done
  return first ?? made
}
