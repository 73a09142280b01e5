import { writeBatch } from '#office/counter/batch.ts'
import type { SignedRecord } from '#office/counter/record.ts'
import type { LineAnswer, Synced } from '#usecases/counter/sync-counter.ts'
import { openEntry, type Counter, type Entry } from './counter-kept.ts'
import { wordFor } from './device-proof.ts'
import { withStore, type DeviceStore, type KeptEntry } from './device-store.ts'
import { noteMeeting, timeNow } from './device-time.ts'
import { openBytes, seal } from './sealed-box.ts'
import { wipeHere } from './wipe-here.ts'

/** What came of trying to reach the office. `unknown`: it answers, and does not know this device; nothing here is thrown away. */
export type Contact = { readonly kind: 'met' | 'away' | 'unknown' | 'wiped' }

const mostLines = 200
const patience = 60_000

/**
 * Brings what the office does not have for good: scans by their content first, then the records. What has no answer stays and is
 * brought again; the office knows it again and answers the same. One that is refused holds up no other. A device that was
 * revoked brings what it has and empties itself.
 */
export async function syncHere(counter: Counter): Promise<Contact> {
  const contact = await navigator.locks.request('counter-sync', () => withStore((store) => bring(store, counter))).catch((): Contact => ({ kind: 'away' }))
  if (contact.kind === 'away') await withStore((store) => noteAlone(store))
  return contact
}

async function bring(store: DeviceStore, counter: Counter): Promise<Contact> {
  const scansCame = await bringScans(store, counter)
  const open = (await store.getAll('journal')).filter((row) => row.open)
  // At least one call, with nothing in it: it brings the time, and the word that the device was revoked.
  for (let from = 0; from === 0 || from < open.length; from += mostLines) {
    const synced = await bringRecords(store, counter, open.slice(from, from + mostLines))
    if (synced === 'unknown') return { kind: 'unknown' }
    const isLast = from + mostLines >= open.length
    if (synced.wipe && isLast && scansCame) {
      await wipeHere(counter.device, store)
      return { kind: 'wiped' }
    }
  }
  await tidy(store, counter)
  await store.delete('moments', 'alone')
  return { kind: 'met' }
}

/** Gives whether each scan was answered. A fault of the office at one of them leaves it for the next time, and goes on. */
async function bringScans(store: DeviceStore, { device, box }: Counter): Promise<boolean> {
  let came = true
  for (const scan of (await store.getAll('scans')).filter(({ sent }) => !sent)) {
    const about = `${scan.application}/${scan.sha256}`
    const body = await openBytes(box, `scan ${scan.application} ${scan.sha256}`, scan.sealed)
    const answer = await fetch(`/api/counter/documents/${about}`, { method: 'PUT', headers: { authorization: await proof(store, device, 'document', about), 'content-type': 'application/octet-stream' }, body, signal: AbortSignal.timeout(5 * patience) })
    // 409 and 413: it will never be taken under this name. The record says so, and goes to a person.
    if (answer.ok || answer.status === 409 || answer.status === 413) await store.put('scans', { ...scan, sent: true })
    else came = false
  }
  return came
}

async function bringRecords(store: DeviceStore, { device, box }: Counter, rows: readonly KeptEntry[]): Promise<Synced | 'unknown'> {
  const records: SignedRecord[] = []
  for (const row of rows) {
    const { record } = await openEntry(box, row)
    if (record) records.push(record)
  }
  const answer = await fetch('/api/counter/sync', { method: 'POST', headers: { authorization: await proof(store, device, 'sync', '') }, body: writeBatch(records), signal: AbortSignal.timeout(patience) })
  if (answer.status === 401) return 'unknown'
  if (!answer.ok) throw new Error(`The office answered ${answer.status}.`)
  const synced = (await answer.json()) as Synced
  await noteMeeting(store, synced.stamp)
  for (const each of synced.answers) await settle(store, box, rows.find(({ hash }) => hash === each.hash), each)
  return synced
}

/** What the office said of a record. Once it has it for good, the device keeps no more of it than its receipt. */
async function settle(store: DeviceStore, box: CryptoKey, row: KeptEntry | undefined, { verdict, answer }: LineAnswer): Promise<void> {
  if (!row) return
  const entry = await openEntry(box, row)
  const isOver = verdict === 'accepted' || verdict === 'given-up'
  const next: Entry = { ...entry, verdict, answer, record: isOver ? null : entry.record }
  await store.put('journal', { ...row, open: !isOver, sealed: await seal(box, `journal ${row.sequence}`, next) })
  if (verdict === 'waiting' && 'documents' in answer)
    for (const sha256 of answer.documents) {
      const scan = await store.get('scans', [entry.receipt.application, sha256])
      if (scan) await store.put('scans', { ...scan, sent: false })
    }
}

/** A scan stays until the office has it and said what became of its record; a receipt, for two days after that. */
async function tidy(store: DeviceStore, { box }: Counter): Promise<void> {
  const unsettled = new Set<string>()
  const oldest = timeNow(await store.get('met', 'met')) - 2 * 86_400_000
  for (const row of await store.getAll('journal')) {
    const { receipt, verdict } = await openEntry(box, row)
    if (!row.open && receipt.at < oldest) await store.delete('journal', row.sequence)
    if (verdict === null || verdict === 'waiting') unsettled.add(receipt.application)
  }
  for (const { application, sha256, sent } of await store.getAll('scans')) if (sent && !unsettled.has(application)) await store.delete('scans', [application, sha256])
}

async function noteAlone(store: DeviceStore): Promise<void> {
  if ((await store.get('moments', 'alone')) === undefined) await store.put('moments', timeNow(await store.get('met', 'met')), 'alone')
}

async function proof(store: DeviceStore, device: Counter['device'], purpose: 'document' | 'sync', about: string): Promise<string> {
  return wordFor(device, purpose, about, timeNow(await store.get('met', 'met')))
}
