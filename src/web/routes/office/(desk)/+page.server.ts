import { redirect } from '@sveltejs/kit'
import { notFound } from '#web/apply/at-the-door.ts'
import { officer } from '#web/office/officer.ts'
import type { PageServerLoad } from './$types'

/** The desk's start is the list that the officer works from. */
export const load: PageServerLoad = (event) => {
  const duties = officer(event).duties.map((duty) => duty.duty)
  if (duties.includes('verifier')) redirect(303, '/office/queue')
  if (duties.includes('head')) redirect(303, '/office/sign')
  if (duties.includes('counter')) redirect(303, '/office/counter')
  if (duties.includes('operator')) redirect(303, '/office/health')
  notFound()
}
