import { listVisits } from '#usecases/booking/read-visit.ts'
import { booker } from '#web/booking/booker.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { upcoming, past, waiting } = await listVisits(event.locals.office, booker(event))
  return {
    upcoming: upcoming.map((view) => ({ id: view.id, place: view.place.name, desk: view.desk.name, date: view.date, from: view.from, state: view.state, isTentative: view.pickup?.isTentative ?? false, number: view.pickup?.number ?? null, hasOffer: Boolean(view.pickup?.offer) })),
    past: past.slice(0, 20).map((view) => ({ id: view.id, place: view.place.name, desk: view.desk.name, date: view.date, from: view.from, state: view.state })),
    waiting: waiting.map((view) => ({ id: view.id, place: view.place.name, desk: view.desk.name, from: view.from, to: view.to, state: view.state, position: view.position })),
  }
}
