import type { CounterService } from '#office/counter/counter-form.ts'
import type { RegionIndex } from '#office/nik.ts'
import type { SignedRecord } from '#office/counter/record.ts'
import type { Text } from '#office/service.ts'
import type { CounterRegions, Snapshot } from '#usecases/counter/read-snapshot.ts'
import type { LineAnswer } from '#usecases/counter/sync-counter.ts'
import { boxKey, withStore, type DeviceStore, type KeptEntry, type Met, type OwnDevice } from './device-store.ts'
import { unseal } from './sealed-box.ts'
import type { PermitPaper } from './sign-kept.ts'

/** What the device holds of the office, as it was when they met last. */
export type Holding = {
  readonly unit: Snapshot['unit']
  readonly officer: { readonly person: string; readonly name: string }
  readonly services: readonly CounterService[]
  readonly regions: CounterRegions
  /** Application numbers of the device's block. */
  readonly numbers: readonly { readonly id: string; readonly service: string; readonly number: string; readonly code: string }[]
}

/** What the officer sees of a record. `record` is there until the office has it for good. */
export type Entry = {
  readonly record: SignedRecord | null
  readonly receipt: Receipt
  readonly verdict: LineAnswer['verdict'] | null
  readonly answer: LineAnswer['answer'] | null
}

export type Receipt = { readonly application: string; readonly number: string; readonly code: string; readonly service: Text; readonly name: string; readonly days: number; readonly at: number; readonly unit: Text; readonly zone: string; readonly officer: string
  /** A permit that was signed here. */
  readonly permit?: PermitPaper
}

/** A browser that is a counter: its device, and the key of its boxes. */
export type Counter = { readonly device: OwnDevice; readonly box: CryptoKey }

/** Null when this browser is no counter. */
export async function openCounter(): Promise<Counter | null> {
  return withStore(async (store) => {
    const device = await store.get('device', 'own')
    return device ? { device, box: await boxKey(store) } : null
  })
}

export type Kept = {
  readonly holding: Holding | null
  readonly met: Met | undefined
  readonly aloneSince: number | null
  readonly entries: readonly (Entry & { readonly sequence: number })[]
  readonly scansToSend: number
  /** Numbers left, by service. */
  readonly left: ReadonlyMap<string, number>
}

export async function readKept({ box }: Counter): Promise<Kept> {
  return withStore(async (store) => {
    const sealed = await store.get('kept', 'holding')
    const holding = sealed ? await unseal<Holding>(box, 'holding', sealed) : null
    const used = new Set(await store.getAllKeys('used'))
    const free = (holding?.numbers ?? []).filter(({ id }) => !used.has(id))
    return {
      holding, met: await store.get('met', 'met'), aloneSince: (await store.get('moments', 'alone')) ?? null,
      entries: await entriesOf(store, box), scansToSend: (await store.getAll('scans')).filter(({ sent }) => !sent).length,
      left: new Map(Object.entries(Object.groupBy(free, ({ service }) => service)).map(([service, numbers]) => [service, numbers?.length ?? 0])),
    }
  })
}

async function entriesOf(store: DeviceStore, box: CryptoKey): Promise<Kept['entries']> {
  return Promise.all((await store.getAll('journal')).reverse().map(async (row) => ({ sequence: row.sequence, ...(await openEntry(box, row)) })))
}

export const openEntry = (box: CryptoKey, { sequence, sealed }: KeptEntry) => unseal<Entry>(box, `journal ${sequence}`, sealed)

/** The codes as the check of a NIK wants them. */
export function regionIndex({ provinces, cities, districts, retiredCities, highestDistrict }: CounterRegions): RegionIndex {
  const codes = (list: readonly string[]) => new Map(list.map((code) => [code, code]))
  return { provinces: codes(provinces), cities: codes(cities), districts: codes(districts), retiredCities: codes(retiredCities), highestDistrict: new Map(highestDistrict) }
}
