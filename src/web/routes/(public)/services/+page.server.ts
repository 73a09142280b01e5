import { listServices } from '#usecases/list-services.ts'
import { searchServices } from '#web/public/search-services.ts'
import { typed } from '#web/public/typed.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const query = typed(url.searchParams.get('q'), 100)
  return { query, services: searchServices(await listServices(locals.office), query) }
}
