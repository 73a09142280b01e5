import type { Refused } from '../act-on-case.ts'
import type { Office } from '../ports.ts'
import type { CounterDevice } from './counter-ports.ts'
import { caseKey, settleWaiting } from './sync-counter.ts'

/**
 * Takes a scan of a counter by its content: it travels apart from the record that speaks of it, before or after it, once or
 * often. What the office's inspection refuses is kept as refused, so that the record goes to a person and does not wait for ever.
 */
export async function uploadCounterDocument(
  office: Office,
  device: CounterDevice,
  upload: { readonly application: string; readonly sha256: string; readonly bytes: Uint8Array },
): Promise<{ readonly ok: true; readonly refused: string | null } | Refused<{ readonly kind: 'NotReserved' | 'NotTheSame' }>> {
  const { application, sha256, bytes } = upload
  if (office.seals.sha256(bytes) !== sha256) return { ok: false, refusal: { kind: 'NotTheSame' } }
  const begun = await office.store.transaction(async (tx) => {
    await tx.lockJournal(device.id)
    const lent = await tx.lentNumber(application)
    if (lent?.kind !== 'application' || lent.device !== device.id) return null
    const known = (await tx.counterDocuments(application)).find((row) => row.sha256 === sha256)
    return { known, key: (await caseKey(office, tx, application)).key }
  })
  if (!begun) return { ok: false, refusal: { kind: 'NotReserved' } }
  if (begun.known) return { ok: true, refused: begun.known.refused }
  const judged = await office.inspect(bytes)
  const stored = judged.ok ? await office.files.put(begun.key, bytes) : null
  const row = {
    id: office.newId(), application, sha256, device: device.id, size: bytes.byteLength, at: office.now(), ref: stored?.ref ?? null,
    type: judged.ok ? judged.type : null, mime: judged.ok ? judged.mime : null, pages: judged.ok ? judged.pages : null,
    digest: judged.ok ? office.keys.digest(begun.key, bytes) : null,
    preview: judged.ok && judged.preview ? office.keys.seal(begun.key, judged.preview, 'preview') : null,
    refused: judged.ok ? null : judged.refusal.kind,
  }
  // Under the same lock as the journal: a record that is being judged now either sees the scan, or is found waiting for it.
  await office.store.transaction(async (tx) => {
    await tx.lockJournal(device.id)
    await tx.saveCounterDocument(row)
  })
  await settleWaiting(office, { subject: application })
  return { ok: true, refused: row.refused }
}
