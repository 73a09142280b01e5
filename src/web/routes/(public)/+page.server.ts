import { listServices } from '#usecases/list-services.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => ({ services: await listServices(locals.office) })
