import type { RequestHandler } from './$types'

/** Ends the session everywhere, at once. */
export const POST: RequestHandler = async ({ request, locals }) => {
  const { setCookies } = await locals.office.identity.signOut(request.headers)
  const headers = new Headers({ location: '/' })
  for (const cookie of setCookies) headers.append('set-cookie', cookie)
  return new Response(null, { status: 303, headers })
}
