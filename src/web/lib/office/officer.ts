import { redirect } from '@sveltejs/kit'
import type { Visitor } from '#usecases/views.ts'
import { notFound } from '../apply/at-the-door.ts'

export type Officer = Extract<Visitor, { kind: 'staff' }>

/** The officer at the desk, or off to the staff's sign-in and back. For citizens the desk is not there. */
export function officer(event: { readonly locals: { readonly visitor: Visitor | null }; readonly url: URL }): Officer {
  const { visitor } = event.locals
  if (visitor === null) redirect(303, `/office/sign-in?next=${encodeURIComponent(event.url.pathname)}`)
  return visitor.kind === 'staff' ? visitor : notFound()
}
