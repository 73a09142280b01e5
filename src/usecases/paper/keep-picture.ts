import { isPaperPicture, mostPictures, newPicture } from '../../office/paper/paper-form.ts'
import type { Refused } from '../act-on-case.ts'
import { attachDocument, type UploadProblem } from '../attach-document.ts'
import { openKey } from '../case-file.ts'
import type { Office } from '../ports.ts'
import type { Visitor } from '../views.ts'
import { handOf } from './open-paper.ts'
import type { PaperFormRow } from './paper-ports.ts'

export type PictureRefused = Refused<UploadProblem | { readonly kind: 'TooManyPictures' }>

/** Keeps one more picture of a form, through the same inspection as every upload. The same picture again changes nothing. */
export async function keepPicture(
  office: Office,
  visitor: Visitor,
  form: Pick<PaperFormRow, 'id'>,
  picture: { readonly fileName: string; readonly bytes: Uint8Array },
): Promise<{ readonly ok: true } | PictureRefused> {
  const kept = await office.store.transaction(async (tx) => {
    const key = await openKey(office, tx, form.id)
    const pictures = (await tx.documents(form.id)).filter((row) => row.current && isPaperPicture(row.requirement))
    const digest = key && office.keys.digest(key, picture.bytes)
    return { count: pictures.length, same: pictures.some((row) => row.digest === digest) }
  })
  if (kept.same) return { ok: true }
  if (kept.count >= mostPictures) return { ok: false, refusal: { kind: 'TooManyPictures' } }
  const attached = await attachDocument(office, handOf(form, visitor), { id: form.id, requirement: newPicture(office.newId()), ...picture })
  return attached.ok ? { ok: true } : attached
}
