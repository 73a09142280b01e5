import { notFound, type NotFound, type Refused } from './act-on-case.ts'
import { openDraft } from './open-draft.ts'
import type { Office } from './ports.ts'
import type { Visitor } from './views.ts'

/** Throws a draft away, and its key: what was typed and uploaded can't be read by anyone any more. */
export async function discardDraft(office: Office, visitor: Visitor, id: string): Promise<{ readonly ok: true } | Refused<NotFound>> {
  return office.store.transaction(async (tx) => {
    const draft = await openDraft(office, tx, visitor.person, id, true)
    if ('kind' in draft || draft.application) return notFound
    for (const document of draft.documents) await tx.retireDocuments(id, document.requirement)
    await tx.dropUploads(id)
    await tx.deleteDraft(id)
    await tx.destroyDataKey(id)
    return { ok: true }
  })
}
