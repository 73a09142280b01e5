import type { Refused } from '../act-on-case.ts'
import { attachDocument, type UploadProblem } from '../attach-document.ts'
import type { Office } from '../ports.ts'
import type { Visitor } from '../views.ts'
import { openUpload, type UploadPlace } from './open-upload.ts'

type Finished = { readonly ok: true } | Refused<{ readonly kind: UploadProblem['kind'] | 'Interrupted' }>

/**
 * Puts the pieces of a whole file together and hands it in like any other: nothing of it is believed before that. Asked
 * again, after a cut line or a restart in between, it gives the same answer; a file that came out other than it was
 * announced is `Interrupted`.
 */
export async function finishUpload(office: Office, visitor: Visitor, place: UploadPlace): Promise<Finished> {
  const found = await office.store.transaction(async (tx) => {
    const open = await openUpload(office, tx, visitor, place)
    return open && { ...open, pieces: await tx.pieces(place.upload) }
  })
  if (!found || found.row.received < found.row.size) return { ok: false, refusal: { kind: 'NotFound' } }
  const { row, key, about, pieces } = found
  if (row.outcome !== null) return answerOf(row.outcome)
  const bytes = new Uint8Array(row.size)
  for (const { starts, ref } of pieces) bytes.set(await office.files.get(key, ref), starts)
  const outcome = await handIn()
  await office.store.transaction(async (tx) => {
    const still = await openUpload(office, tx, visitor, place, true)
    if (!still) return
    await tx.dropPieces(place.upload)
    await tx.saveUpload({ ...still.row, outcome, seenAt: office.now() })
  })
  for (const { ref } of pieces) await office.files.remove(ref)
  return answerOf(outcome)

  async function handIn(): Promise<string> {
    if (about.sha256 !== null && office.seals.sha256(bytes) !== about.sha256) return 'Interrupted'
    const attached = await attachDocument(office, visitor, { id: row.application, requirement: row.requirement, fileName: about.name, bytes }, row.id)
    return attached.ok ? taken : attached.refusal.kind
  }
}

const taken = 'taken'

function answerOf(outcome: string): Finished {
  return outcome === taken ? { ok: true } : { ok: false, refusal: { kind: outcome as UploadProblem['kind'] } }
}
