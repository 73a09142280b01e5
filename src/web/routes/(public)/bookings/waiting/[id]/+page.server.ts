import { fail, redirect } from '@sveltejs/kit'
import { readWaiting } from '#usecases/booking/read-booking.ts'
import { acceptOffer, declineOffer, leaveWaitingList } from '#usecases/booking/waiting-list.ts'
import { notFound } from '#web/apply/at-the-door.ts'
import { commandOf } from '#web/apply/command-of.ts'
import { booker } from '#web/booking/booker.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

/** A place in line, or the offer that came of it, with until when it can be taken; `waiting` is null when it is over. */
export const load: PageServerLoad = async (event) => {
  const { office } = event.locals
  const read = await readWaiting(office, booker(event), event.params.id)
  if (!read.ok) notFound()
  const { place, desk, ...waiting } = read.view
  return {
    waiting: waiting.state === 'waiting' || waiting.state === 'offered' ? waiting : null,
    place: { code: place.code, name: place.name, address: place.address, zone: place.zone },
    desk: { key: desk.key, name: desk.name },
    now: office.now(),
    command: office.newId(),
  }
}

export const actions: Actions = {
  accept: async (event) => {
    const taken = await acceptOffer(event.locals.office, booker(event), await request(event))
    if (taken.ok) redirect(303, `/bookings/${taken.booking}?confirmed`)
    return refuse(taken.refusal.kind)
  },
  decline: async (event) => {
    const declined = await declineOffer(event.locals.office, booker(event), await request(event))
    if (declined.ok) redirect(303, '/bookings')
    return refuse(declined.refusal.kind)
  },
  leave: async (event) => {
    const left = await leaveWaitingList(event.locals.office, booker(event), await request(event))
    if (left.ok) redirect(303, '/bookings')
    return refuse(left.refusal.kind)
  },
}

const refuse = (kind: string) => (kind === 'NotFound' || kind === 'NotYours' ? notFound() : fail(409, { kind }))

async function request(event: RequestEvent) {
  return { waiting: event.params.id, command: commandOf(await event.request.formData(), event.locals.office.newId) }
}
