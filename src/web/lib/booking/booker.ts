import { redirect } from '@sveltejs/kit'
import type { Visitor } from '#usecases/views.ts'
import { notFound } from '../apply/at-the-door.ts'

type Door = { readonly locals: { readonly visitor: Visitor | null }; readonly url: URL }

/**
 * Who books, or off to the sign-in page and back to this very day and place. An officer has no visits of their own: for
 * them the page is not there.
 */
export function booker(event: Door, back = withoutAction(event.url)): Visitor {
  const { visitor } = event.locals
  if (visitor === null) redirect(303, `/sign-in?next=${encodeURIComponent(back)}`)
  return visitor.kind === 'citizen' ? visitor : notFound()
}

/** The address of a page without the action that its form called: `?/hold&date=…` is `?date=…`. */
export function withoutAction(url: URL): string {
  const kept = [...url.searchParams].filter(([name]) => !name.startsWith('/'))
  const query = new URLSearchParams(kept).toString()
  return url.pathname + (query ? `?${query}` : '')
}

/** Parts of an address as a query; what is null or empty is left out. */
export function query(parts: Readonly<Record<string, string | null | undefined>>): string {
  const given = Object.entries(parts).flatMap(([name, value]) => (value ? [[name, value]] : []))
  return given.length > 0 ? `?${new URLSearchParams(given)}` : ''
}
