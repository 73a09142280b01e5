import { applicant } from '#web/apply/at-the-door.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => ({ email: applicant(event).email })
