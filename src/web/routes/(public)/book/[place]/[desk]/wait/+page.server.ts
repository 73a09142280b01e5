import { fail, redirect } from '@sveltejs/kit'
import { isUuid } from '#usecases/act-on-case.ts'
import { bookingDays } from '#usecases/booking/booking-days.ts'
import { joinWaitingList } from '#usecases/booking/waiting-list.ts'
import { notFound } from '#web/apply/at-the-door.ts'
import { commandOf } from '#web/apply/command-of.ts'
import { booker } from '#web/booking/booker.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { office } = event.locals
  const { place, desk } = event.params
  const found = await bookingDays(office, { place, desk })
  if (!found.ok || found.view.desk.purpose === 'clinic') notFound()
  const { days } = found.view
  const asked = event.url.searchParams.get('date')
  const date = days.find((day) => day.date === asked)?.date ?? days[0]?.date ?? notFound()
  return {
    place: { code: found.view.place.code, name: found.view.place.name },
    desk: { key: found.view.desk.key, name: found.view.desk.name },
    date,
    last: days.at(-1)?.date ?? date,
    application: event.url.searchParams.get('application'),
    command: office.newId(),
  }
}

export const actions: Actions = {
  default: async (event) => {
    const visitor = booker(event)
    const form = await event.request.formData()
    const from = String(form.get('from') ?? '')
    const application = event.url.searchParams.get('application') ?? ''
    const joined = await joinWaitingList(event.locals.office, visitor, {
      ...event.params,
      from,
      to: form.get('until') === 'any' ? String(form.get('last') ?? '') : from,
      application: isUuid(application) ? application : null,
      command: commandOf(form, event.locals.office.newId),
    })
    if (joined.ok) redirect(303, `/bookings/waiting/${joined.waiting}`)
    if (joined.refusal.kind === 'AlreadyWaiting') redirect(303, `/bookings/waiting/${joined.refusal.waiting}?already`)
    if (joined.refusal.kind === 'AlreadyBooked' && joined.refusal.booking) redirect(303, `/bookings/${joined.refusal.booking}?already`)
    return fail(409, { kind: joined.refusal.kind })
  },
}
