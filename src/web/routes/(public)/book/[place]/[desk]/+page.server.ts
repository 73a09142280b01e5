import { fail, redirect } from '@sveltejs/kit'
import { isUuid } from '#usecases/act-on-case.ts'
import { bookingDays, bookingTimes } from '#usecases/booking/booking-days.ts'
import { moveVisit } from '#usecases/booking/change-visit.ts'
import { chooseSlot } from '#usecases/booking/choose-slot.ts'
import { promisedBy } from '#usecases/booking/read-visit.ts'
import { readBooking } from '#usecases/booking/read-booking.ts'
import { notFound } from '#web/apply/at-the-door.ts'
import { commandOf } from '#web/apply/command-of.ts'
import { booker } from '#web/booking/booker.ts'
import { slotCommand } from '#web/booking/slot-command.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

/** Days with what is left, and the times of the chosen one. Anyone may look; to take a time one signs in. */
export const load: PageServerLoad = async (event) => {
  const { office } = event.locals
  const { place, desk } = event.params
  const found = await bookingDays(office, { place, desk })
  if (!found.ok || found.view.desk.purpose === 'clinic') notFound()
  const date = event.url.searchParams.get('date')
  const times = date === null ? null : await bookingTimes(office, { place, desk, date })
  const { application, move } = asked(event)
  const moving = move ? await readBooking(office, booker(event), move) : null
  if (moving && (!moving.ok || !moving.view.mayMove)) redirect(303, `/bookings/${move}`)
  const { code, name, address, zone } = found.view.place
  return {
    place: { code, name, address, zone },
    desk: { key: found.view.desk.key, name: found.view.desk.name, purpose: found.view.desk.purpose },
    days: found.view.days,
    date,
    times: times?.ok ? times.view.times : null,
    application,
    promised: await promisedFor(event, moving?.ok ? moving.view.application : application),
    moving: moving?.ok ? { id: moving.view.id, date: moving.view.date, from: moving.view.from, place: moving.view.place.name } : null,
    command: office.newId(),
  }
}

export const actions: Actions = {
  hold: async (event) => {
    const visitor = booker(event)
    const { slot, command } = await chosen(event)
    const held = await chooseSlot(event.locals.office, visitor, { slot, application: asked(event).application, command })
    if (held.ok) redirect(303, `/bookings/${held.booking}`)
    if (held.refusal.kind === 'AlreadyBooked' && held.refusal.booking) redirect(303, `/bookings/${held.refusal.booking}?already`)
    return fail(409, { kind: held.refusal.kind })
  },
  move: async (event) => {
    const visitor = booker(event)
    const { slot, command } = await chosen(event)
    const moved = await moveVisit(event.locals.office, visitor, { booking: asked(event).move ?? '', slot, command })
    if (moved.ok) redirect(303, `/bookings/${moved.booking}?moved`)
    if (moved.refusal.kind === 'NotYours') notFound()
    return fail(409, { kind: moved.refusal.kind })
  },
}

async function promisedFor({ locals }: Pick<RequestEvent, 'locals'>, application: string | null): Promise<number | null> {
  return application && locals.visitor ? promisedBy(locals.office, locals.visitor, application) : null
}

function asked({ url }: Pick<RequestEvent, 'url'>): { readonly application: string | null; readonly move: string | null } {
  const id = (name: string) => {
    const given = url.searchParams.get(name) ?? ''
    return isUuid(given) ? given : null
  }
  return { application: id('application'), move: id('move') }
}

async function chosen(event: RequestEvent): Promise<{ readonly slot: number; readonly command: string }> {
  const form = await event.request.formData()
  const slot = Number(form.get('slot'))
  return { slot, command: slotCommand(commandOf(form, event.locals.office.newId), slot) }
}
