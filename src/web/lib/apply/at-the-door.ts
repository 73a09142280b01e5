import { error, redirect } from '@sveltejs/kit'
import type { Visitor } from '#usecases/views.ts'

type Door = { readonly locals: { readonly visitor: Visitor | null }; readonly url: URL }

/** Who is at the door, or off to the sign-in page and back here afterwards. */
export function signedIn(event: Door): Visitor {
  const { visitor } = event.locals
  if (visitor === null) redirect(303, `/sign-in?next=${encodeURIComponent(event.url.pathname)}`)
  return visitor
}

/** The same, for pages of the applicant. An officer has none of their own, so for them the page is not there. */
export function applicant(event: Door): Visitor {
  const visitor = signedIn(event)
  if (visitor.kind !== 'citizen') notFound()
  return visitor
}

/** The same answer for what does not exist and for what belongs to somebody else: numbers can't be tried out. */
export function notFound(): never {
  error(404, 'Not found')
}
