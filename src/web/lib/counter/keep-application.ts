import { emptyJournal, writeRecord } from '#office/counter/journal.ts'
import type { TakeIn } from '#office/counter/record.ts'
import type { CounterService } from '#office/counter/counter-form.ts'
import type { Answers } from '#usecases/views.ts'
import type { Counter, Entry, Holding, Receipt } from './counter-kept.ts'
import { withStore, type DeviceStore, type KeptScan } from './device-store.ts'
import { sha256, sign } from './device-proof.ts'
import { clockOf, timeNow } from './device-time.ts'
import { seal, sealBytes, unseal } from './sealed-box.ts'

export type Scan = { readonly requirement: string; readonly fileName: string; readonly bytes: ArrayBuffer }

export type KeptApplication = { readonly ok: true; readonly receipt: Receipt } | { readonly ok: false; readonly why: 'full' | 'no-number' | 'never-met' }

const stores = ['journal', 'scans', 'used', 'end'] as const

/**
 * Keeps a walk-in's application: its record, its scans, the number that is used and the new end of the journal, all in one step
 * of the store that is on the disk before this answers. Nothing may be printed before. When there is no room nothing of it is
 * kept, and the number is free.
 */
export async function keepApplication(counter: Counter, service: CounterService, answers: Answers, scans: readonly Scan[]): Promise<KeptApplication> {
  return withStore(async (store) => {
    // Another tab of this counter may write at the same moment: then the end has moved, and this one writes anew after it.
    for (;;) {
      const tried = await tryToKeep(store, counter, service, answers, scans).catch((error: unknown) => (isFull(error) ? ({ ok: false, why: 'full' } as const) : Promise.reject(error)))
      if (tried !== 'moved') return tried
    }
  })
}

async function tryToKeep(store: DeviceStore, counter: Counter, service: CounterService, answers: Answers, scans: readonly Scan[]): Promise<KeptApplication | 'moved'> {
  const { device, box } = counter
  const [met, held] = [await store.get('met', 'met'), await store.get('kept', 'holding')]
  if (!met || !held) return { ok: false, why: 'never-met' }
  // Read here and not on the page, which may be older: a number that another tab used can not be used again.
  const holding = await unseal<Holding>(box, 'holding', held)
  const used = new Set(await store.getAllKeys('used'))
  const lent = holding.numbers.find((each) => each.service === service.id && !used.has(each.id))
  if (!lent) return { ok: false, why: 'no-number' }
  const end = (await store.get('end', 'end')) ?? emptyJournal(device.id)
  const kept = await Promise.all(scans.map((scan) => sealScan(box, lent.id, scan)))
  const documents = scans.map(({ requirement, fileName }, index) => ({ requirement, fileName, sha256: kept[index]?.sha256 ?? '' }))
  const does: TakeIn = { kind: 'take-in', application: lent.id, number: lent.number, service: service.id, serviceVersion: service.version, answers, documents }
  const command = crypto.randomUUID()
  const written = await writeRecord(end, { command, officer: holding.officer.person, clock: clockOf(met), after: [], does }, sha256, (text) => sign(device, text))
  const receipt: Receipt = {
    application: lent.id, number: lent.number, code: lent.code, service: service.name, name: typeof answers['name'] === 'string' ? answers['name'] : '', days: service.days,
    at: timeNow(met), unit: holding.unit.name, zone: holding.unit.zone, officer: holding.officer.name,
  }
  const entry: Entry = { record: written.record, receipt, verdict: null, answer: null }
  const sealed = await seal(box, `journal ${written.end.sequence}`, entry)

  const tx = store.transaction(stores, 'readwrite', { durability: 'strict' })
  const [now, taken] = await Promise.all([tx.objectStore('end').get('end'), tx.objectStore('used').get(lent.id)])
  if ((now?.hash ?? '') !== end.hash || taken) {
    await tx.done
    return 'moved'
  }
  try {
    await Promise.all([
      tx.objectStore('journal').add({ sequence: written.end.sequence, hash: written.end.hash, open: true, sealed }),
      ...kept.map((scan) => tx.objectStore('scans').put(scan)),
      tx.objectStore('used').add(true, lent.id),
      tx.objectStore('end').put(written.end, 'end'),
    ])
    await tx.done
  } catch (error) {
    // What was asked of the store before it refused would be kept otherwise, and half an application with it.
    await undo(tx)
    throw error
  }
  return { ok: true, receipt }
}

async function undo(tx: { abort(): void; readonly done: Promise<void> }): Promise<void> {
  try {
    tx.abort()
  } catch {
    // It gave itself up already.
  }
  await tx.done.catch(() => null)
}

async function sealScan(box: CryptoKey, application: string, { bytes }: Scan): Promise<KeptScan> {
  const hash = await sha256(bytes)
  return { application, sha256: hash, sent: false, sealed: await sealBytes(box, `scan ${application} ${hash}`, bytes) }
}

/** Browsers say it of the step, or of the transaction that they gave up for it. */
export function isFull(error: unknown): boolean {
  return error instanceof DOMException && (error.name === 'QuotaExceededError' || (error.name === 'AbortError' && /quota|disk|space/i.test(error.message)))
}
