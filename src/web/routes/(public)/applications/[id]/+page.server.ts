import { redirect } from '@sveltejs/kit'
import { discardDraft } from '#usecases/discard-draft.ts'
import { readDraft } from '#usecases/read-draft.ts'
import { trackApplication } from '#usecases/track-application.ts'
import { applicant, notFound } from '#web/apply/at-the-door.ts'
import type { Actions, PageServerLoad } from './$types'

/** One address for one application: what is left while it is being written, where it stands after it was sent. */
export const load: PageServerLoad = async (event) => {
  const visitor = applicant(event)
  const { id } = event.params
  const tracked = await trackApplication(event.locals.office, visitor, id)
  if (tracked.ok) return { track: tracked.view, draft: null }
  if (tracked.refusal.kind !== 'Draft') notFound()
  const read = await readDraft(event.locals.office, visitor, id)
  if (!read.ok) notFound()
  return { track: null, draft: read.view }
}

export const actions: Actions = {
  discard: async (event) => {
    const discarded = await discardDraft(event.locals.office, applicant(event), event.params.id)
    if (!discarded.ok) notFound()
    redirect(303, '/applications?discarded')
  },
}
