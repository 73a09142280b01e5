import { redirect } from '@sveltejs/kit'
import type { Office } from '#usecases/ports.ts'
import { readDraft } from '#usecases/read-draft.ts'
import type { DraftView, Visitor } from '#usecases/views.ts'
import { applicant, notFound } from './at-the-door.ts'

type Here = {
  readonly locals: { readonly office: Office; readonly visitor: Visitor | null }
  readonly url: URL
  readonly params: { readonly id: string }
}

/**
 * The application that a page of the form is about, and its owner. Someone else's is not there; what was sent already,
 * or sent back for correction, has its own page and the visitor is taken to it.
 */
export async function openDraft(event: Here): Promise<{ readonly visitor: Visitor; readonly draft: DraftView }> {
  const visitor = applicant(event)
  const read = await readDraft(event.locals.office, visitor, event.params.id)
  if (!read.ok) return read.refusal.kind === 'Submitted' ? redirect(303, `/applications/${event.params.id}`) : notFound()
  if (read.view.correction) redirect(303, `/applications/${event.params.id}/correct`)
  return { visitor, draft: read.view }
}
