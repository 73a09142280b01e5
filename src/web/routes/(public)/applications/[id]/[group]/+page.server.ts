import { fail, redirect } from '@sveltejs/kit'
import { saveAnswers } from '#usecases/save-answers.ts'
import { notFound } from '#web/apply/at-the-door.ts'
import { addressAfter } from '#web/apply/journey.ts'
import { openDraft } from '#web/apply/open-draft.ts'
import { answersOf, readEntries, readPageState } from '#web/apply/read-entries.ts'
import { confirmSaved } from '#web/line/saved-mark.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async (event) => {
  const { draft, group } = await openGroup(event)
  const state = draft.groups.find((candidate) => candidate.key === group.key)
  return { draft, group, errors: state?.state === 'wrong' ? state.errors : [] }
}

export const actions: Actions = {
  // What was typed is kept whatever it is; only going on to the next page needs it to be right.
  default: async (event) => {
    const { visitor, draft, group } = await openGroup(event)
    const form = await event.request.formData()
    const entries = readEntries(form, group.fields)
    const saved = await saveAnswers(event.locals.office, visitor, { id: draft.id, group: group.key, entries, page: readPageState(form, group.fields) })
    if (!saved.ok) return saved.refusal.kind === 'NotFound' ? notFound() : redirect(303, `/applications/${draft.id}`)
    confirmSaved(event.cookies, form, saved.savedAt, event.url.protocol === 'https:')
    if (saved.merged.length > 0) return fail(409, { errors: saved.errors, answers: {} as ReturnType<typeof answersOf>, merged: saved.merged })
    if (form.get('_then') === 'later') redirect(303, `/applications/${draft.id}?saved`)
    const errors = saved.errors.filter((error) => group.fields.some((field) => field.key === error.field))
    if (errors.length > 0) return fail(422, { errors, answers: answersOf(entries, group.fields), merged: [] })
    redirect(303, event.url.searchParams.has('check') ? `/applications/${draft.id}/check` : addressAfter(draft.id, draft.service, group.key))
  },
}

async function openGroup(event: RequestEvent) {
  const { visitor, draft } = await openDraft(event)
  const group = draft.service.groups.find((candidate) => candidate.key === event.params.group)
  return group ? { visitor, draft, group } : notFound()
}
