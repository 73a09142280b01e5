import { queueFigures } from '#usecases/tickets/queue-figures.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  const places = await locals.office.places.list()
  return { figures: await queueFigures(locals.office), names: Object.fromEntries(places.map((place) => [place.code, place.name])) }
}
