import { listMine } from '#usecases/list-mine.ts'
import { applicant } from '#web/apply/at-the-door.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  return { mine: await listMine(event.locals.office, applicant(event)) }
}
