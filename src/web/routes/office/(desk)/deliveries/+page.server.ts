import { fail, redirect } from '@sveltejs/kit'
import { confirmDelivery, handToCourier, takeBackFromCourier, type Changed } from '#usecases/deliveries/change-delivery.ts'
import { listDeliveries } from '#usecases/deliveries/read-delivery.ts'
import { notFound } from '#web/apply/at-the-door.ts'
import { commandOf } from '#web/apply/command-of.ts'
import { officer } from '#web/office/officer.ts'
import { chosenUnit } from '#web/office/units-of.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async (event) => {
  const visitor = officer(event)
  const { unit, units } = await chosenUnit(event, visitor, 'counter')
  const list = await listDeliveries(event.locals.office, visitor, { unit: unit.code })
  if (!list.ok) notFound()
  return { unit, units, items: list.items, command: event.locals.office.newId() }
}

export const actions: Actions = {
  handOver: (event) => change(event, (request) => handToCourier(event.locals.office, officer(event), request)),
  confirm: (event) => change(event, (request, form) => confirmDelivery(event.locals.office, officer(event), { ...request, code: String(form.get('code') ?? '').slice(0, 40) })),
  comeBack: (event) => change(event, (request) => takeBackFromCourier(event.locals.office, officer(event), request)),
}

async function change(event: RequestEvent, work: (request: { readonly id: string; readonly command: string }, form: FormData) => Promise<Changed>) {
  const form = await event.request.formData()
  const id = String(form.get('id'))
  const changed = await work({ id, command: commandOf(form, event.locals.office.newId) }, form)
  if (!changed.ok) return fail(changed.refusal.kind === 'WrongCode' ? 422 : 409, { kind: changed.refusal.kind, id })
  redirect(303, event.url.pathname + (event.url.searchParams.has('unit') ? `?unit=${encodeURIComponent(event.url.searchParams.get('unit') ?? '')}` : ''))
}
