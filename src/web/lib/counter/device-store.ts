import { openDB, type DBSchema, type IDBPDatabase } from 'idb'

/** What makes this browser a counter of the office. `key` can sign and can not be read out: it was made here that way. */
export type OwnDevice = { readonly id: string; readonly unit: string; readonly key: CryptoKey }

type Schema = DBSchema & { device: { key: 'own'; value: OwnDevice } }

const name = 'satu-pintu-counter'

function openStore(): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>(name, 1, { upgrade: (store) => void store.createObjectStore('device') })
}

export async function saveOwnDevice(device: OwnDevice): Promise<void> {
  const store = await openStore()
  try {
    await store.put('device', device, 'own')
  } finally {
    store.close()
  }
}
