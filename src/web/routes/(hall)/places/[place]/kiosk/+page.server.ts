import { fail, redirect } from '@sveltejs/kit'
import { isPriority } from '#office/tickets/ticket.ts'
import { placePin } from '#usecases/tickets/at-the-place.ts'
import { checkIn } from '#usecases/tickets/check-in.ts'
import { readBoard } from '#usecases/tickets/read-board.ts'
import { takeTicket } from '#usecases/tickets/take-ticket.ts'
import { notFound } from '#web/apply/at-the-door.ts'
import { commandOf } from '#web/apply/command-of.ts'
import { typed } from '#web/public/typed.ts'
import { kioskHere } from '#web/tickets/kiosk-cookie.ts'
import { shownRefusal } from '#web/tickets/refused-words.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async ({ locals, params, cookies }) => {
  const { office } = locals
  const board = (await readBoard(office, params.place)) ?? notFound()
  const kiosk = kioskHere(cookies, office, params.place) !== null
  return { board, kiosk, pin: kiosk ? placePin(office, params.place, office.now()) : null, command: office.newId() }
}

const proofOf = ({ cookies, locals, params }: RequestEvent) => ({ kind: 'kiosk' as const, token: kioskHere(cookies, locals.office, params.place) ?? '' })

export const actions: Actions = {
  take: async (event) => {
    const { locals, params, request } = event
    const form = await request.formData()
    const priority = form.get('priority')
    const wish = { place: params.place, desks: [typed(form.get('desk'), 40)], priority: isPriority(priority) ? priority : null, command: commandOf(form, locals.office.newId) }
    const taken = await takeTicket(locals.office, proofOf(event), wish)
    if (!taken.ok) return fail(taken.refusal.kind === 'NotAKiosk' ? 403 : 422, { refusal: await shownRefusal(locals.office, taken.refusal, locals.locale) })
    redirect(303, `/places/${params.place}/kiosk/${taken.id}`)
  },
  show: async (event) => {
    const { locals, params, request } = event
    const form = await request.formData()
    const wish = { place: params.place, code: typed(form.get('code'), 300), command: commandOf(form, locals.office.newId) }
    const shown = await checkIn(locals.office, proofOf(event), wish)
    if (!shown.ok) return fail(shown.refusal.kind === 'NotAKiosk' ? 403 : 422, { refusal: await shownRefusal(locals.office, shown.refusal, locals.locale) })
    redirect(303, `/places/${params.place}/kiosk/${shown.id}`)
  },
}
