import { isPaperApplicant, isPaperPicture } from '../office/paper/paper-form.ts'
import type { Refused } from './act-on-case.ts'
import { documentView } from './case-file.ts'
import { isFilesAway } from './files-away.ts'
import { openDraft, type OpenDraft } from './open-draft.ts'
import type { DocumentRow, Office, UploadRefusal } from './ports.ts'
import type { DocumentView, Visitor } from './views.ts'

export type UploadProblem = { readonly kind: UploadRefusal | 'UnknownPart' | 'NotFound' | 'NotOpen' | 'Submitted' | 'NowhereToKeep' }

/**
 * Takes an upload: judged by its content, kept sealed under the case's key, in place of what stood there before. The
 * bytes are on the disk before the row is committed; bytes without a row are swept away later. An upload for the same
 * requirement that is still coming in is forgotten, except the one that these bytes are of (`from`). When there is
 * nowhere to keep them, what stood there before stands there still.
 */
export async function attachDocument(
  office: Office,
  visitor: Visitor,
  upload: { readonly id: string; readonly requirement: string; readonly fileName: string; readonly bytes: Uint8Array },
  from: string | null = null,
): Promise<{ readonly ok: true; readonly document: DocumentView } | Refused<UploadProblem>> {
  const draft = await office.store.transaction((tx) => openDraft(office, tx, visitor.person, upload.id, false))
  if ('kind' in draft) return { ok: false, refusal: draft }
  const problem = mayAttach(visitor, draft, upload.requirement)
  if (problem) return { ok: false, refusal: problem }
  const judged = await office.inspect(upload.bytes)
  if (!judged.ok) return { ok: false, refusal: { kind: judged.refusal.kind } }
  const { key } = draft
  const stored = await office.files.put(key, upload.bytes).catch((error: unknown) => {
    if (isFilesAway(error)) return null
    throw error
  })
  if (!stored) return { ok: false, refusal: { kind: 'NowhereToKeep' } }
  const row: DocumentRow = {
    id: office.newId(),
    application: upload.id,
    requirement: upload.requirement,
    fileName: office.keys.seal(key, shortName(upload.fileName), 'file-name'),
    type: judged.type,
    mime: judged.mime,
    size: upload.bytes.byteLength,
    pages: judged.pages,
    digest: office.keys.digest(key, upload.bytes),
    ref: stored.ref,
    preview: judged.preview && office.keys.seal(key, judged.preview, 'preview'),
    current: true,
    at: office.now(),
  }
  const saved = await office.store.transaction(async (tx) => {
    const still = await openDraft(office, tx, visitor.person, upload.id, true)
    if ('kind' in still) return still
    await tx.retireDocuments(upload.id, upload.requirement)
    await tx.saveDocument(row)
    if (from === null) await tx.dropUploads(upload.id, upload.requirement)
    return null
  })
  if (saved) return { ok: false, refusal: saved }
  return { ok: true, document: documentView(office, key, row) }
}

/** Takes a document out of what is being written. Its bytes go only when no version of the case speaks of them. */
export async function removeDocument(
  office: Office,
  visitor: Visitor,
  request: { readonly id: string; readonly document: string },
): Promise<{ readonly ok: true } | Refused<UploadProblem>> {
  return office.store.transaction(async (tx) => {
    const draft = await openDraft(office, tx, visitor.person, request.id, true)
    if ('kind' in draft) return { ok: false, refusal: draft }
    const row = draft.documents.find((document) => document.id === request.document)
    if (!row) return { ok: false, refusal: { kind: 'UnknownPart' } }
    const problem = mayAttach(visitor, draft, row.requirement)
    if (problem) return { ok: false, refusal: problem }
    await tx.retireDocuments(request.id, row.requirement)
    return { ok: true }
  })
}

/** Whether a file may be handed in for this requirement now; null when it may. */
export function mayAttach(visitor: Visitor, draft: OpenDraft, requirement: string): UploadProblem | null {
  // The picture of a paper form stands for what the applicant wrote: only before it is entered, and only where there was paper.
  if (isPaperPicture(requirement) && isPaperApplicant(visitor.person)) return draft.application ? { kind: 'NotOpen' } : null
  const known = draft.service.documents.some((document) => document.key === requirement && document.madeBy === 'applicant')
  if (!known) return { kind: 'UnknownPart' }
  return draft.correction && !draft.correction.documents.includes(requirement) ? { kind: 'NotOpen' } : null
}

/** A file's name is only for showing: no folders, no controls, not longer than a line. */
function shortName(name: string): string {
  const base = name.split(/[\\/]/).at(-1) ?? ''
  const clean = base.normalize('NFC').replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '').trim()
  return [...clean].slice(0, 120).join('') || 'dokumen'
}
