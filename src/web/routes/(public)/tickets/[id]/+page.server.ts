import { fail } from '@sveltejs/kit'
import { qrSvg } from '#adapters/qr-svg.ts'
import { confirmByPin, leaveLine, markTicket } from '#usecases/tickets/check-in.ts'
import { followTicket } from '#usecases/tickets/follow-ticket.ts'
import { notFound } from '#web/apply/at-the-door.ts'
import { commandOf } from '#web/apply/command-of.ts'
import { typed } from '#web/public/typed.ts'
import { shownRefusal } from '#web/tickets/refused-words.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  const { office } = locals
  const ticket = (await followTicket(office, params.id)) ?? notFound()
  return { ticket, qr: qrSvg(`${office.origin}/tickets/${ticket.id}`), command: office.newId() }
}

export const actions: Actions = {
  arrive: async ({ locals, params, request, getClientAddress }) => {
    const form = await request.formData()
    const wish = { ticket: params.id, pin: typed(form.get('pin'), 20), address: getClientAddress(), command: commandOf(form, locals.office.newId) }
    const come = await confirmByPin(locals.office, wish)
    return come.ok ? { done: 'arrived' as const } : fail(come.refusal.kind === 'TooMany' ? 429 : 422, { refusal: await shownRefusal(locals.office, come.refusal, locals.locale) })
  },
  leave: async ({ locals, params, request }) => {
    const left = await leaveLine(locals.office, { ticket: params.id, command: commandOf(await request.formData(), locals.office.newId) })
    return left.ok ? { done: 'left' as const } : fail(422, { refusal: await shownRefusal(locals.office, left.refusal, locals.locale) })
  },
  mark: async ({ locals, params, request }) => {
    const form = await request.formData()
    const mark = ([1, 2, 3, 4] as const).find((each) => String(each) === form.get('mark'))
    if (!mark) return fail(422, { refusal: { kind: 'NoMark' } })
    const marked = await markTicket(locals.office, { ticket: params.id, mark, command: commandOf(form, locals.office.newId) })
    return marked.ok ? { done: 'marked' as const } : fail(422, { refusal: await shownRefusal(locals.office, marked.refusal, locals.locale) })
  },
}
