import { promisesOfService } from '#usecases/duty/show-promise.ts'
import { findService } from '#usecases/list-services.ts'
import { notFound } from '#web/apply/at-the-door.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  const found = (await findService(locals.office, params.service)) ?? notFound()
  return { ...found, texting: locals.office.texting?.number ?? null, promises: await promisesOfService(locals.office, found.service) }
}
