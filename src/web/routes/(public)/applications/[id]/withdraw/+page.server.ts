import { fail, redirect } from '@sveltejs/kit'
import { trackApplication } from '#usecases/track-application.ts'
import { withdrawApplication } from '#usecases/withdraw-application.ts'
import { applicant, notFound } from '#web/apply/at-the-door.ts'
import { commandOf } from '#web/apply/command-of.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const tracked = await trackApplication(event.locals.office, applicant(event), event.params.id)
  if (!tracked.ok) return tracked.refusal.kind === 'Draft' ? redirect(303, `/applications/${event.params.id}`) : notFound()
  return { view: tracked.view, command: event.locals.office.newId() }
}

export const actions: Actions = {
  default: async (event) => {
    const visitor = applicant(event)
    const { id } = event.params
    const command = commandOf(await event.request.formData(), event.locals.office.newId)
    const withdrawn = await withdrawApplication(event.locals.office, visitor, { id, command })
    if (withdrawn.ok) redirect(303, `/applications/${id}`)
    return withdrawn.refusal.kind === 'NotFound' ? notFound() : fail(409, { kind: withdrawn.refusal.kind })
  },
}
