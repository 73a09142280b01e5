import { redirect } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

/** `?number=` is what the form without script asks; it leads to the permit's own address. */
export const load: PageServerLoad = ({ url }) => {
  const number = url.searchParams.get('number')?.trim()
  if (number) redirect(303, `/verify/${encodeURIComponent(number.slice(0, 60))}`)
  return { missing: number === '' }
}

