import type { RequestHandler } from './$types'

/** Uploads in pieces (the tus protocol), for those who write this application; for anybody else there is nothing here. */
const answer: RequestHandler = async ({ request, params, locals: { office, visitor } }) => {
  if (visitor?.kind !== 'citizen') return new Response(null, { status: visitor ? 404 : 401 })
  return office.uploads(request, visitor, params.id)
}

export { answer as POST, answer as HEAD, answer as PATCH, answer as DELETE, answer as OPTIONS }
