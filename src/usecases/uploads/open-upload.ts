import { isUuid } from '../act-on-case.ts'
import { openKey } from '../case-file.ts'
import type { DataKey, Office, Tx } from '../ports.ts'
import type { Visitor } from '../views.ts'
import type { UploadRow } from './upload-ports.ts'

/** Which upload, of which application. */
export type UploadPlace = { readonly application: string; readonly upload: string }

/** What a file says of itself: its name, and the SHA-256 of its bytes (hex) where the browser can reckon it. */
export type FileAbout = { readonly name: string; readonly sha256: string | null }

export type OpenUpload = { readonly row: UploadRow; readonly key: DataKey; readonly about: FileAbout }

/** An upload of this person; null for other people's too, and when its application is no more. */
export async function openUpload(office: Office, tx: Tx, visitor: Visitor, place: UploadPlace, lock = false): Promise<OpenUpload | null> {
  if (!isUuid(place.upload)) return null
  const row = await tx.upload(place.upload, lock)
  if (!row || row.person !== visitor.person || row.application !== place.application) return null
  const key = await openKey(office, tx, row.application)
  return key && { row, key, about: readAbout(office, key, row) }
}

export function sealAbout(office: Office, key: DataKey, about: FileAbout): Uint8Array {
  return office.keys.seal(key, JSON.stringify(about), 'upload')
}

export function readAbout(office: Office, key: DataKey, row: Pick<UploadRow, 'about'>): FileAbout {
  return JSON.parse(new TextDecoder().decode(office.keys.open(key, row.about, 'upload'))) as FileAbout
}
