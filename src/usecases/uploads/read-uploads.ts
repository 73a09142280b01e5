import { openKey } from '../case-file.ts'
import type { Office } from '../ports.ts'
import type { Visitor } from '../views.ts'
import { openUpload, readAbout, type FileAbout, type UploadPlace } from './open-upload.ts'

/** A file of which a part has come. Sizes in bytes. */
export type UploadView = {
  readonly id: string
  readonly requirement: string
  readonly about: FileAbout
  readonly size: number
  readonly received: number
  /** Why the whole file was not taken; null while it is coming in. */
  readonly refusal: string | null
}

/** The uploads of an application that did not end in a document; none of other people's. */
export async function readUploads(office: Office, visitor: Visitor, application: string): Promise<readonly UploadView[]> {
  return office.store.transaction(async (tx) => {
    const key = await openKey(office, tx, application)
    if (!key) return []
    const rows = (await tx.uploadsOf(application)).filter((row) => row.person === visitor.person && row.outcome !== 'taken')
    return rows.map((row) => ({ id: row.id, requirement: row.requirement, about: readAbout(office, key, row), size: row.size, received: row.received, refusal: row.outcome }))
  })
}

/** How much of a file there is; null when there is no such upload of this person. */
export async function readUpload(office: Office, visitor: Visitor, place: UploadPlace): Promise<{ readonly size: number; readonly received: number } | null> {
  const open = await office.store.transaction((tx) => openUpload(office, tx, visitor, place))
  return open && { size: open.row.size, received: open.row.received }
}

/** Breaks an upload off; what had come of it goes at once. False when there is none. */
export async function cancelUpload(office: Office, visitor: Visitor, place: UploadPlace): Promise<boolean> {
  const pieces = await office.store.transaction(async (tx) => {
    const open = await openUpload(office, tx, visitor, place, true)
    if (!open) return null
    const refs = await tx.pieces(place.upload)
    await tx.dropUploads(open.row.application, open.row.requirement)
    return refs
  })
  for (const { ref } of pieces ?? []) await office.files.remove(ref)
  return pieces !== null
}
