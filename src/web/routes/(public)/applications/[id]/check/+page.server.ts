import { fail, redirect } from '@sveltejs/kit'
import { promiseOfDraft } from '#usecases/duty/show-promise.ts'
import { submitApplication } from '#usecases/submit-application.ts'
import { applicant, notFound } from '#web/apply/at-the-door.ts'
import { commandOf } from '#web/apply/command-of.ts'
import { openDraft } from '#web/apply/open-draft.ts'
import { confirmSaved } from '#web/line/saved-mark.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { visitor, draft } = await openDraft(event)
  const promised = draft.ready ? await promiseOfDraft(event.locals.office, visitor, draft.id) : null
  return { draft, promised, command: event.locals.office.newId() }
}

export const actions: Actions = {
  // Not through `openDraft`: pressed twice, the second time there is no draft any more, and the same answer is due.
  default: async (event) => {
    const visitor = applicant(event)
    const { id } = event.params
    const form = await event.request.formData()
    const submission = { id, declared: form.get('declared') === 'yes', command: commandOf(form, event.locals.office.newId), shown: dateIn(form, 'shown'), age: ageIn(form) }
    const submitted = await submitApplication(event.locals.office, visitor, submission)
    if (submitted.ok) {
      confirmSaved(event.cookies, form, event.locals.office.now(), event.url.protocol === 'https:')
      redirect(303, `/applications/${id}/receipt`)
    }
    if (submitted.refusal.kind === 'NotFound') notFound()
    return fail(422, { kind: submitted.refusal.kind })
  },
}

/** How long ago the person pressed the button, in milliseconds, where the line was away then; null for who has a line. */
function ageIn(form: FormData): number | null {
  const age = form.get('_age')
  return typeof age === 'string' && /^\d{1,12}$/.test(age) ? Number(age) : null
}

/** The date that the page showed, `YYYY-MM-DD`; null for a form that carries none. */
function dateIn(form: FormData, name: string): string | null {
  const date = String(form.get(name) ?? '')
  return /^\d{4}-\d{2}-\d{2}$/.test(date) ? date : null
}
