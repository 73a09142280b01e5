import { redirect } from '@sveltejs/kit'
import { trackApplication } from '#usecases/track-application.ts'
import { applicant, notFound } from '#web/apply/at-the-door.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const visitor = applicant(event)
  const tracked = await trackApplication(event.locals.office, visitor, event.params.id)
  if (!tracked.ok) return tracked.refusal.kind === 'Draft' ? redirect(303, `/applications/${event.params.id}`) : notFound()
  if (tracked.view.own === null) notFound()
  return { view: tracked.view, own: tracked.view.own, texting: event.locals.office.texting?.number ?? null }
}
