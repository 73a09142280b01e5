import { redirect } from '@sveltejs/kit'
import { typed } from '#web/public/typed.ts'
import type { PageServerLoad } from './$types'

/** `?number=` is what the form asks; it leads to the permit's own address. */
export const load: PageServerLoad = ({ url }) => {
  const asked = url.searchParams.get('number')
  const number = typed(asked, 60)
  if (number !== '') redirect(303, `/verify/${encodeURIComponent(number)}`)
  return { missing: asked !== null }
}
