import { readBoard } from '#usecases/tickets/read-board.ts'
import type { PageServerLoad } from './$types'

/** Every place with its line, so that nobody leaves home for a hall that is full or closed. */
export const load: PageServerLoad = async ({ locals }) => {
  const places = await locals.office.places.list()
  const boards = await Promise.all(places.map((place) => readBoard(locals.office, place.code)))
  return { boards: boards.flatMap((board) => board ?? []) }
}
