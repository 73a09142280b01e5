import { redirect } from '@sveltejs/kit'
import { startApplication } from '#usecases/start-application.ts'
import { notFound, signedIn } from '#web/apply/at-the-door.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

/**
 * Begins at once: following the link is enough. A browser that only fetches ahead gets a page with a button instead,
 * so that nothing begins that nobody asked for; an officer is told why it is not for them.
 */
export const load: PageServerLoad = async (event) => {
  const staff = signedIn(event).kind === 'staff'
  const ahead = event.request.headers.get('sec-purpose')?.includes('prefetch') ?? false
  if (!staff && !ahead && event.request.method === 'GET') await start(event)
  return { staff }
}

export const actions: Actions = { default: start }

async function start(event: RequestEvent): Promise<{ readonly kind: string }> {
  const visitor = signedIn(event)
  const started = await startApplication(event.locals.office, visitor, { service: event.params.service })
  if (!started.ok) return started.refusal.kind === 'StaffMayNotApply' ? { kind: started.refusal.kind } : notFound()
  redirect(303, `/applications/${started.id}`)
}
