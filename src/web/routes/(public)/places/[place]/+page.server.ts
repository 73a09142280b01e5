import { isUuid } from '#usecases/act-on-case.ts'
import { bookingDays } from '#usecases/booking/booking-days.ts'
import { notFound } from '#web/apply/at-the-door.ts'
import type { PageServerLoad } from './$types'

/** A place: where it is, when it is open, and what can be done there on which days. Inner rooms of a clinic are not booked. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { office } = locals
  const place = (await office.places.place(params.place)) ?? notFound()
  const asked = url.searchParams.get('application') ?? ''
  const desks = []
  for (const desk of place.desks.filter((each) => each.purpose !== 'clinic')) {
    const days = await bookingDays(office, { place: place.code, desk: desk.key })
    if (days.ok) desks.push({ key: desk.key, name: desk.name, purpose: desk.purpose, minutes: desk.minutes, days: days.view.days.filter((day) => day.closed === null && day.left > 0).slice(0, 3).map(({ date, left }) => ({ date, left })) })
  }
  const { code, name, address, latitude, longitude, hours, kind } = place
  return { place: { code, name, address, latitude, longitude, hours, kind }, desks, application: isUuid(asked) ? asked : null }
}
