import { fail, redirect } from '@sveltejs/kit'
import { causes, isCause, isPriority, priorities } from '#office/tickets/ticket.ts'
import { servesIn } from '#usecases/tickets/at-the-place.ts'
import { callNext, finishTicket, recallTicket, skipTicket, transferTicket } from '#usecases/tickets/call-ticket.ts'
import { checkIn } from '#usecases/tickets/check-in.ts'
import { closeCounter, openCounter, takeBreak } from '#usecases/tickets/counter-session.ts'
import { counterPlaces, readSeat } from '#usecases/tickets/read-counter.ts'
import { takeTicket } from '#usecases/tickets/take-ticket.ts'
import { notFound } from '#web/apply/at-the-door.ts'
import { commandOf } from '#web/apply/command-of.ts'
import { officer } from '#web/office/officer.ts'
import { typed } from '#web/public/typed.ts'
import { becomeKiosk } from '#web/tickets/kiosk-cookie.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async (event) => {
  const visitor = officer(event)
  const { office } = event.locals
  if (!visitor.duties.some((duty) => duty.duty === 'counter')) notFound()
  const seat = await readSeat(office, visitor)
  return { seat, places: seat ? [] : await counterPlaces(office, visitor), causes, priorities, now: office.now(), command: office.newId() }
}

type Answer = { readonly ok: true; readonly number?: string; readonly id?: string } | { readonly ok: false; readonly refusal: { readonly kind: string; readonly number?: string } }

/** One press of one button: what it did, or why not. The page loads itself anew either way. */
async function press(event: RequestEvent, act: (form: FormData, command: string) => Promise<Answer>) {
  const form = await event.request.formData()
  const answer = await act(form, commandOf(form, event.locals.office.newId))
  if (!answer.ok) return fail(409, { kind: answer.refusal.kind, number: answer.refusal.number ?? '' })
  return { kind: null, number: answer.number ?? '', id: answer.id ?? '' }
}

const text = (form: FormData, name: string) => typed(form.get(name), 300)

export const actions: Actions = {
  open: (event) => press(event, (form, command) => openCounter(event.locals.office, officer(event), { place: text(form, 'place'), counter: text(form, 'counter'), takeOver: form.get('takeOver') === 'yes', command })),
  close: (event) => press(event, (_form, command) => closeCounter(event.locals.office, officer(event), { command })),
  break: (event) => press(event, (form, command) => takeBreak(event.locals.office, officer(event), { on: form.get('on') === 'yes', command })),
  next: (event) => press(event, (_form, command) => callNext(event.locals.office, officer(event), { command }).then(quiet)),
  recall: (event) => press(event, (_form, command) => recallTicket(event.locals.office, officer(event), { command })),
  skip: (event) => press(event, (_form, command) => skipTicket(event.locals.office, officer(event), { command })),
  transfer: (event) =>
    press(event, (form, command) => {
      const [desk = '', counter = ''] = text(form, 'to').split('@')
      return transferTicket(event.locals.office, officer(event), { desk, counter: counter === '' ? null : counter, command })
    }),
  served: (event) => press(event, (form, command) => finishTicket(event.locals.office, officer(event), { result: { kind: 'served', next: text(form, 'next') || null }, command })),
  notServed: (event) =>
    press(event, async (form, command) => {
      const cause = form.get('cause')
      if (!isCause(cause)) return { ok: false, refusal: { kind: 'NoCause' } }
      return finishTicket(event.locals.office, officer(event), { result: { kind: 'not-served', cause }, command })
    }),
  take: (event) =>
    press(event, (form, command) => {
      const priority = form.get('priority')
      const wish = { place: text(form, 'place'), desks: form.getAll('desk').map((desk) => typed(desk, 40)), priority: isPriority(priority) ? priority : null, command }
      return takeTicket(event.locals.office, { kind: 'officer', visitor: officer(event) }, wish)
    }),
  checkIn: (event) => press(event, (form, command) => checkIn(event.locals.office, { kind: 'officer', visitor: officer(event) }, { place: text(form, 'place'), code: text(form, 'code'), command })),
  kiosk: async (event) => {
    const form = await event.request.formData()
    const place = await event.locals.office.places.place(text(form, 'place'))
    if (!place || !servesIn(officer(event), place.unit)) return fail(403, { kind: 'NoDuty', number: '' })
    becomeKiosk(event.cookies, event.locals.office, place.code)
    redirect(303, `/places/${place.code}/${form.get('screen') === 'board' ? 'board' : 'kiosk'}`)
  },
}

/** The number that was called stands on the page anyway. */
function quiet(answer: Answer): Answer {
  return answer.ok ? { ok: true } : answer
}
