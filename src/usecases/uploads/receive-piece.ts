import type { Refused } from '../act-on-case.ts'
import type { Office } from '../ports.ts'
import type { Visitor } from '../views.ts'
import { openUpload, type UploadPlace } from './open-upload.ts'

/** What is shorter is not kept unless it ends the file, or a file could become millions of pieces. */
const shortest = 8 * 1024

type Received = { readonly ok: true; readonly received: number } | Refused<{ readonly kind: 'NotFound' | 'OtherPlace' }>

/**
 * Keeps one piece of a file, sealed with the key of the case: it is on the disk before the row that speaks of it, and both
 * before the answer. `starts` is where it belongs, in bytes; a piece that belongs elsewhere than where the upload stands is
 * refused, so that the same piece sent twice or by two nodes is kept once. Gives how much has been received.
 */
export async function receivePiece(office: Office, visitor: Visitor, place: UploadPlace, piece: { readonly starts: number; readonly bytes: Uint8Array }): Promise<Received> {
  const { starts, bytes } = piece
  const open = await office.store.transaction((tx) => openUpload(office, tx, visitor, place))
  if (!open || open.row.outcome !== null) return notThere
  const end = starts + bytes.byteLength
  if (open.row.received !== starts || end > open.row.size) return elsewhere
  if (bytes.byteLength === 0 || (bytes.byteLength < shortest && end < open.row.size)) return { ok: true, received: starts }
  const { ref } = await office.files.put(open.key, bytes)
  return office.store.transaction(async (tx): Promise<Received> => {
    const still = await openUpload(office, tx, visitor, place, true)
    if (!still || still.row.outcome !== null) return notThere
    if (still.row.received !== starts) return elsewhere
    await tx.addPiece(place.upload, { starts, size: bytes.byteLength, ref })
    await tx.saveUpload({ ...still.row, received: end, seenAt: office.now() })
    return { ok: true, received: end }
  })
}

const notThere: Received = { ok: false, refusal: { kind: 'NotFound' } }
const elsewhere: Received = { ok: false, refusal: { kind: 'OtherPlace' } }
