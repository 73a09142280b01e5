import type { Refused } from '../act-on-case.ts'
import { mayAttach, type UploadProblem } from '../attach-document.ts'
import { openDraft } from '../open-draft.ts'
import type { Office } from '../ports.ts'
import type { Visitor } from '../views.ts'
import { sealAbout, type FileAbout } from './open-upload.ts'

/** 20 MB, as the services promise. */
export const largestUpload = 20 * 1024 * 1024
/** What one person may have announced and not finished: every document of several applications, and no disk full. */
const mostAnnounced = 10 * largestUpload

/**
 * Announces a file that will come in pieces: `size` in bytes. One at a time for each requirement, so that a new one takes
 * the place of one that was broken off. Gives the upload's id, which can't be guessed and is of use to this person only.
 */
export async function beginUpload(
  office: Office,
  visitor: Visitor,
  request: { readonly id: string; readonly application: string; readonly requirement: string; readonly size: number; readonly about: FileAbout },
): Promise<{ readonly ok: true } | Refused<UploadProblem | { readonly kind: 'TooManyUploads' }>> {
  const { id, application, requirement, size, about } = request
  if (!(size > 0)) return { ok: false, refusal: { kind: 'Empty' } }
  if (size > largestUpload) return { ok: false, refusal: { kind: 'TooLarge' } }
  return office.store.transaction(async (tx) => {
    const draft = await openDraft(office, tx, visitor.person, application, true)
    if ('kind' in draft) return { ok: false, refusal: draft }
    const problem = mayAttach(visitor, draft, requirement)
    if (problem) return { ok: false, refusal: problem }
    await tx.dropUploads(application, requirement)
    if ((await tx.announcedBytes(visitor.person)) + size > mostAnnounced) return { ok: false, refusal: { kind: 'TooManyUploads' } }
    const now = office.now()
    await tx.saveUpload({ id, application, person: visitor.person, requirement, about: sealAbout(office, draft.key, about), size, received: 0, outcome: null, startedAt: now, seenAt: now })
    return { ok: true }
  })
}
