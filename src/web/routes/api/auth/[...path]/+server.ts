import type { RequestHandler } from './$types'

/** Passkey ceremonies, which need a script in the browser. Everything else about signing in is a form. */
const answer: RequestHandler = ({ request, locals, getClientAddress }) => locals.office.identity.handler(request, getClientAddress())

export const GET = answer
export const POST = answer
