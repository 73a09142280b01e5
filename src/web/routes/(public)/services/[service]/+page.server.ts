import { findService } from '#usecases/list-services.ts'
import { notFound } from '#web/apply/at-the-door.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => (await findService(locals.office, params.service)) ?? notFound()
