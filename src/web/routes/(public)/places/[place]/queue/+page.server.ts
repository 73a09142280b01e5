import { fail, redirect } from '@sveltejs/kit'
import { queueRules } from '#office/tickets/queue-rules.ts'
import { isPriority } from '#office/tickets/ticket.ts'
import { ticketsOfPhone } from '#usecases/tickets/follow-ticket.ts'
import { toldWaits } from '#usecases/tickets/queue-figures.ts'
import { readBoard } from '#usecases/tickets/read-board.ts'
import { takeTicketByPhone } from '#usecases/tickets/take-ticket.ts'
import { notFound } from '#web/apply/at-the-door.ts'
import { commandOf } from '#web/apply/command-of.ts'
import { typed } from '#web/public/typed.ts'
import { knownPhone, phoneHere } from '#web/tickets/phone-cookie.ts'
import { shownRefusal } from '#web/tickets/refused-words.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, cookies }) => {
  const { office } = locals
  const board = (await readBoard(office, params.place)) ?? notFound()
  const phone = phoneHere(cookies)
  return {
    board,
    told: await toldWaits(office, params.place),
    mine: phone === null ? [] : await ticketsOfPhone(office, phone, params.place),
    rules: { late: queueRules.lateMs / 60_000, phone: queueRules.phoneMs / 60_000, back: queueRules.backAfter },
    command: office.newId(),
  }
}

export const actions: Actions = {
  default: async ({ locals, params, request, cookies, getClientAddress }) => {
    const { office } = locals
    const form = await request.formData()
    const desks = form.getAll('desk').slice(0, 10).map((desk) => typed(desk, 40))
    if (desks.length === 0) return fail(422, { refusal: { kind: 'NoDesk' } })
    const priority = form.get('priority')
    const wish = { place: params.place, desks, priority: isPriority(priority) ? priority : null, command: commandOf(form, office.newId) }
    const taken = await takeTicketByPhone(office, { device: knownPhone(cookies, office), address: getClientAddress() }, wish)
    if (!taken.ok) return fail(taken.refusal.kind.startsWith('TooMany') ? 429 : 422, { refusal: await shownRefusal(office, taken.refusal, locals.locale) })
    redirect(303, `/tickets/${taken.id}`)
  },
}
