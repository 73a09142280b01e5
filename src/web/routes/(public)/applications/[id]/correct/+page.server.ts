import { fail, redirect } from '@sveltejs/kit'
import { correctApplication } from '#usecases/correct-application.ts'
import { readDraft } from '#usecases/read-draft.ts'
import { saveAnswers } from '#usecases/save-answers.ts'
import { applicant, notFound } from '#web/apply/at-the-door.ts'
import { commandOf } from '#web/apply/command-of.ts'
import { answersOf, readEntries } from '#web/apply/read-entries.ts'
import { dropDocument, takeUpload } from '#web/apply/take-upload.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async (event) => {
  const { draft, correction, fields } = await openCorrection(event)
  return { draft, correction, fields, command: event.locals.office.newId() }
}

export const actions: Actions = {
  // Saves the marked answers and, when the applicant says so, hands the application in again.
  answer: async (event) => {
    const { visitor, fields } = await openCorrection(event)
    const { id } = event.params
    const form = await event.request.formData()
    const entries = readEntries(form, fields)
    const later = form.get('_then') === 'later'
    if (fields.length > 0) {
      const saved = await saveAnswers(event.locals.office, visitor, { id, group: 'correction', entries })
      if (!saved.ok) return saved.refusal.kind === 'NotFound' ? notFound() : redirect(303, `/applications/${id}`)
      if (saved.errors.length > 0 && !later) return fail(422, { errors: saved.errors, answers: answersOf(entries, fields) })
    }
    if (later) redirect(303, `/applications/${id}?saved`)
    const command = commandOf(form, event.locals.office.newId)
    const corrected = await correctApplication(event.locals.office, visitor, { id, command })
    if (corrected.ok) redirect(303, `/applications/${id}?corrected`)
    const { refusal } = corrected
    if (refusal.kind === 'NotFound') notFound()
    if (refusal.kind === 'Unchanged')
      return fail(422, {
        errors: refusal.fields.map((field) => ({ field, kind: refusal.kind })),
        refused: refusal.documents.map((requirement) => ({ requirement, kind: refusal.kind, fileName: '' })),
      })
    return fail(422, { kind: refusal.kind })
  },
  upload: async (event) => {
    const { visitor } = await openCorrection(event)
    const refused = await takeUpload(event, visitor)
    if (refused?.kind === 'NotFound') notFound()
    if (refused) return fail(422, { refused: [refused] })
    redirect(303, `/applications/${event.params.id}/correct#${event.url.searchParams.get('requirement')}`)
  },
  remove: async (event) => {
    const { visitor } = await openCorrection(event)
    if (!(await dropDocument(event, visitor))) notFound()
    redirect(303, `/applications/${event.params.id}/correct`)
  },
}

/** What the office asked to be mended. Without such a request (or not any more) the visitor is taken to the status page. */
async function openCorrection(event: RequestEvent) {
  const visitor = applicant(event)
  const read = await readDraft(event.locals.office, visitor, event.params.id)
  if (!read.ok && read.refusal.kind === 'NotFound') notFound()
  const correction = read.ok ? read.view.correction : null
  if (!read.ok || correction === null) redirect(303, `/applications/${event.params.id}`)
  const fields = read.view.service.groups.flatMap((group) => group.fields).filter((field) => correction.fields.includes(field.key))
  return { visitor, draft: read.view, correction, fields }
}
