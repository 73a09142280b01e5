import { fail, redirect } from '@sveltejs/kit'
import { correctApplication } from '#usecases/correct-application.ts'
import { readDraft } from '#usecases/read-draft.ts'
import { saveAnswers } from '#usecases/save-answers.ts'
import { applicant, notFound } from '#web/apply/at-the-door.ts'
import { commandOf } from '#web/apply/command-of.ts'
import { readEntries } from '#web/apply/read-entries.ts'
import { isChosen, openUpload, takeFile, type UploadRefused } from '#web/apply/take-upload.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async (event) => {
  const { draft, correction, fields } = await openCorrection(event)
  return { draft, correction, fields, command: event.locals.office.newId() }
}

// One form for everything that was marked: whichever button is pressed, what was typed is saved and every chosen file taken.
export const actions: Actions = {
  // Hands the application in again, unless the applicant wants to go on later.
  answer: async (event) => {
    const { id } = event.params
    const kept = await keep(event, await openCorrection(event))
    if (kept.refused.length > 0) return fail(422, { refused: kept.refused })
    const later = kept.form?.get('_then') === 'later'
    if (kept.errors.length > 0 && !later) return fail(422, { errors: kept.errors })
    if (later || !kept.form) redirect(303, `/applications/${id}?saved`)
    const command = commandOf(kept.form, event.locals.office.newId)
    const corrected = await correctApplication(event.locals.office, kept.visitor, { id, command })
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
    const { refused } = await keep(event, await openCorrection(event))
    if (refused.length > 0) return fail(422, { refused })
    redirect(303, `/applications/${event.params.id}/correct#${event.url.searchParams.get('requirement')}`)
  },
}

/** Saves what was typed, right or wrong, and takes the files that were chosen; the one whose button was pressed has to be there. */
async function keep(event: RequestEvent, opened: Awaited<ReturnType<typeof openCorrection>>) {
  const { visitor, fields, correction } = opened
  const { id } = event.params
  const pressed = event.url.searchParams.get('requirement')
  const form = await openUpload(event)
  if (typeof form === 'string') {
    const refused = (pressed === null ? correction.documents : [pressed]).map((requirement) => ({ requirement, kind: form, fileName: '' }))
    return { visitor, form: null, errors: [], refused }
  }
  const errors = []
  if (fields.length > 0) {
    const saved = await saveAnswers(event.locals.office, visitor, { id, group: 'correction', entries: readEntries(form, fields) })
    if (!saved.ok) return saved.refusal.kind === 'NotFound' ? notFound() : redirect(303, `/applications/${id}`)
    errors.push(...saved.errors)
  }
  const refused: UploadRefused[] = []
  for (const requirement of new Set([...correction.documents, ...(pressed === null ? [] : [pressed])])) {
    const file = form.get(`file:${requirement}`)
    if (requirement !== pressed && !isChosen(file)) continue
    const problem = await takeFile(event, visitor, requirement, file)
    if (problem?.kind === 'NotFound') notFound()
    if (problem) refused.push(problem)
  }
  return { visitor, form, errors, refused }
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
