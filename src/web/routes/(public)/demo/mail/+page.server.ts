import { demoOf } from '#web/people/demo-of.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => ({ mail: await demoOf(locals.office).listMail() })
