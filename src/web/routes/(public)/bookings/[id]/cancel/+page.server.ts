import { fail, redirect } from '@sveltejs/kit'
import { cancelVisit } from '#usecases/booking/change-visit.ts'
import { readVisit } from '#usecases/booking/read-visit.ts'
import { notFound } from '#web/apply/at-the-door.ts'
import { commandOf } from '#web/apply/command-of.ts'
import { booker } from '#web/booking/booker.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { id } = event.params
  const read = await readVisit(event.locals.office, booker(event), id)
  if (!read.ok) notFound()
  const { view } = read
  if (!view.mayCancel) redirect(303, `/bookings/${id}`)
  return { id, place: view.place.name, desk: view.desk.name, date: view.date, from: view.from, command: event.locals.office.newId() }
}

export const actions: Actions = {
  default: async (event) => {
    const visitor = booker(event)
    const { id } = event.params
    const command = commandOf(await event.request.formData(), event.locals.office.newId)
    const cancelled = await cancelVisit(event.locals.office, visitor, { booking: id, command })
    if (cancelled.ok) redirect(303, `/bookings/${id}`)
    return cancelled.refusal.kind === 'NotFound' || cancelled.refusal.kind === 'NotYours' ? notFound() : fail(409, { kind: cancelled.refusal.kind })
  },
}
