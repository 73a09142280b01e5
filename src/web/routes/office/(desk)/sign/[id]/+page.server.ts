import { fail, redirect } from '@sveltejs/kit'
import { readCase } from '#usecases/read-case.ts'
import { returnToVerifier, signPermits } from '#usecases/sign-permits.ts'
import { notFound } from '#web/apply/at-the-door.ts'
import { commandOf } from '#web/apply/command-of.ts'
import { casePage } from '#web/office/case-page.ts'
import { officer } from '#web/office/officer.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { office } = event.locals
  const read = await readCase(office, officer(event), event.params.id)
  if (!read.ok) notFound()
  return { view: casePage(read.view), now: office.now(), command: office.newId(), done: event.url.searchParams.has('done') }
}

export const actions: Actions = {
  sign: async (event) => {
    const form = await event.request.formData()
    const { results } = await signPermits(event.locals.office, officer(event), { ids: [event.params.id], command: commandOf(form, event.locals.office.newId) })
    const [result] = results
    if (!result?.ok) return fail(409, { kind: result?.refusal.kind ?? 'Other', reason: '' })
    redirect(303, `/office/sign/${event.params.id}?done`)
  },
  return: async (event) => {
    const form = await event.request.formData()
    const reason = String(form.get('reason') ?? '').slice(0, 2000)
    const returned = await returnToVerifier(event.locals.office, officer(event), { id: event.params.id, reason, command: commandOf(form, event.locals.office.newId) })
    if (!returned.ok) return fail(409, { kind: returned.refusal.kind, reason })
    redirect(303, '/office/sign')
  },
}
