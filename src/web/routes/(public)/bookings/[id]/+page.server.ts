import { fail, redirect } from '@sveltejs/kit'
import { qrSvg } from '#adapters/qr-svg.ts'
import { answerPickupOffer, pickupAnswers } from '#usecases/booking/answer-pickup-offer.ts'
import { confirmBooking } from '#usecases/booking/change-booking.ts'
import { readVisit } from '#usecases/booking/read-visit.ts'
import { notFound } from '#web/apply/at-the-door.ts'
import { commandOf } from '#web/apply/command-of.ts'
import { booker } from '#web/booking/booker.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

/** A booking: while it is held, what is left of the time to confirm it; afterwards what to bring to the counter. */
export const load: PageServerLoad = async (event) => {
  const visit = await ownVisit(event)
  const { office } = event.locals
  const { place, desk, history: _, ...rest } = visit
  const isLive = visit.state === 'confirmed' || visit.state === 'arrived'
  return {
    visit: { ...rest, history: visit.history.map(({ what, at }) => ({ what, at })) },
    place: { code: place.code, name: place.name, address: place.address, latitude: place.latitude, longitude: place.longitude, zone: place.zone },
    desk: { key: desk.key, name: desk.name, purpose: desk.purpose },
    qr: isLive ? qrSvg(visit.code) : null,
    now: office.now(),
    command: office.newId(),
  }
}

export const actions: Actions = {
  confirm: async (event) => {
    const visit = await ownVisit(event)
    const confirmed = await confirmBooking(event.locals.office, booker(event), { booking: visit.id, command: await command(event) })
    if (confirmed.ok) redirect(303, `/bookings/${visit.id}?confirmed`)
    return confirmed.refusal.kind === 'NotYours' ? notFound() : fail(409, { kind: confirmed.refusal.kind })
  },
  answer: async (event) => {
    const visit = await ownVisit(event)
    const form = await event.request.formData()
    const answer = pickupAnswers.find((each) => each === form.get('answer')) ?? notFound()
    const given = await answerPickupOffer(event.locals.office, booker(event), { booking: visit.id, answer, command: commandOf(form, event.locals.office.newId) })
    if (given.ok) redirect(303, `/bookings/${visit.id}?${answer}`)
    return fail(409, { kind: given.refusal.kind })
  },
}

/** Somebody else's booking is not there; a place that is only held for an offer is shown with the booking that it is for. */
async function ownVisit(event: RequestEvent | Parameters<PageServerLoad>[0]) {
  const read = await readVisit(event.locals.office, booker(event), event.params.id)
  if (!read.ok) notFound()
  if (read.view.heldForOfferOf) redirect(303, `/bookings/${read.view.heldForOfferOf}`)
  if (read.view.offeredTo && read.view.state === 'held') redirect(303, `/bookings/waiting/${read.view.offeredTo}`)
  return read.view
}

async function command(event: RequestEvent): Promise<string> {
  return commandOf(await event.request.formData(), event.locals.office.newId)
}
