import { listServices } from '#usecases/list-services.ts'
import { searchServices } from '#web/public/search-services.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const query = (url.searchParams.get('q') ?? '').slice(0, 100)
  return { query, services: searchServices(await listServices(locals.office), query) }
}
