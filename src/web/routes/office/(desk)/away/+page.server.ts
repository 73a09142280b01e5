import { fail, redirect } from '@sveltejs/kit'
import { absenceKinds } from '#usecases/duty/duty-ports.ts'
import { listAbsences } from '#usecases/duty/list-absences.ts'
import { endAbsence, recordAbsence } from '#usecases/duty/record-absence.ts'
import { commandOf } from '#web/apply/command-of.ts'
import { readAbsence } from '#web/office/absence-form.ts'
import { officer } from '#web/office/officer.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { office } = event.locals
  const visitor = officer(event)
  const page = await listAbsences(office, visitor)
  const done = event.url.searchParams.get('done')
  return { ...page, me: visitor.person, kinds: absenceKinds, today: office.today(), command: office.newId(), done: (['saved', 'ended'] as const).find((each) => each === done) ?? null }
}

export const actions: Actions = {
  record: async (event) => {
    const visitor = officer(event)
    const form = await event.request.formData()
    const asked = readAbsence(form, visitor.person, commandOf(form, event.locals.office.newId))
    const recorded = await recordAbsence(event.locals.office, visitor, asked)
    if (recorded.ok) redirect(303, '/office/away?done=saved')
    return fail(422, { kind: recorded.refusal.kind, first: asked.firstDay, last: asked.lastDay, deputy: asked.deputy ?? '', person: asked.person, absence: asked.kind })
  },
  end: async (event) => {
    const form = await event.request.formData()
    const ended = await endAbsence(event.locals.office, officer(event), { id: String(form.get('id')), command: commandOf(form, event.locals.office.newId) })
    if (ended.ok) redirect(303, '/office/away?done=ended')
    return fail(422, { kind: ended.refusal.kind, first: '', last: '', deputy: '', person: '', absence: '' })
  },
}
