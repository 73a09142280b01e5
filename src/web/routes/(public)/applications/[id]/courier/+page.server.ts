import { fail, redirect } from '@sveltejs/kit'
import { askForDelivery } from '#usecases/deliveries/ask-for-delivery.ts'
import { cancelDelivery, renewHandoverCode } from '#usecases/deliveries/change-delivery.ts'
import { readOwnDelivery } from '#usecases/deliveries/read-delivery.ts'
import type { AddressField } from '#usecases/deliveries/delivery-address.ts'
import { trackApplication } from '#usecases/track-application.ts'
import { applicant, notFound } from '#web/apply/at-the-door.ts'
import { commandOf } from '#web/apply/command-of.ts'
import { typed } from '#web/public/typed.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async (event) => {
  const visitor = applicant(event)
  const { office } = event.locals
  const tracked = await trackApplication(office, visitor, event.params.id)
  if (!tracked.ok) return tracked.refusal.kind === 'Draft' ? redirect(303, `/applications/${event.params.id}`) : notFound()
  const { id, number, state, own, service, unit } = tracked.view
  const said = (key: string) => (typeof own?.answers[key] === 'string' ? own.answers[key] : '')
  return {
    application: { id, number, state, service: service.name, zone: unit.zone },
    delivery: await readOwnDelivery(office, visitor, id),
    // What the person wrote in the application is not asked again.
    known: { recipient: said('name'), phone: said('phone'), address: said('address') },
    command: office.newId(),
  }
}

export const actions: Actions = {
  ask: async (event) => {
    const form = await event.request.formData()
    const to = { recipient: typed(form.get('recipient'), 200), phone: typed(form.get('phone'), 60), address: String(form.get('address') ?? '').slice(0, 2000) }
    const asked = await askForDelivery(event.locals.office, applicant(event), { application: event.params.id, to, command: commandOf(form, event.locals.office.newId) })
    if (asked.ok) redirect(303, here(event))
    if (asked.refusal.kind === 'NotFound') notFound()
    const wrong: readonly AddressField[] = asked.refusal.kind === 'BadAddress' ? asked.refusal.fields : []
    return fail(422, { kind: asked.refusal.kind, wrong, to })
  },
  cancel: (event) => change(event, cancelDelivery),
  renew: (event) => change(event, renewHandoverCode),
}

const here = (event: RequestEvent) => `/applications/${event.params.id}/courier`

async function change(event: RequestEvent, what: typeof cancelDelivery) {
  const form = await event.request.formData()
  const changed = await what(event.locals.office, applicant(event), { id: String(form.get('id')), command: commandOf(form, event.locals.office.newId) })
  if (changed.ok) redirect(303, here(event))
  if (changed.refusal.kind === 'NotFound') notFound()
  const wrong: readonly AddressField[] = []
  return fail(409, { kind: changed.refusal.kind, wrong, to: null })
}
