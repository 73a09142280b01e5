import type { PageServerLoad } from './$types'

/** What this node knows by itself: nothing here asks the database, so the page comes when that is away. */
export const load: PageServerLoad = ({ locals }) => {
  const { list, readAt } = locals.office.health.incidents()
  return { incidents: list, readAt }
}
