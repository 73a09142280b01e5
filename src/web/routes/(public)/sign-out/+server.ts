import { markShared } from '#web/line/shared-computer.ts'
import type { RequestHandler } from './$types'

/** Ends the session everywhere, at once; what a citizen's browser kept of them goes too. */
export const POST: RequestHandler = async ({ request, locals, cookies, url }) => {
  markShared(cookies, false, url.protocol === 'https:')
  const { setCookies } = await locals.office.identity.signOut(request.headers)
  const headers = new Headers({ location: '/' })
  if (locals.visitor?.kind === 'citizen') headers.set('clear-site-data', '"storage"')
  for (const cookie of setCookies) headers.append('set-cookie', cookie)
  return new Response(null, { status: 303, headers })
}
