import { notFound } from '#web/apply/at-the-door.ts'
import { boardStream } from '#web/tickets/board-feed.ts'
import { kioskHere } from '#web/tickets/kiosk-cookie.ts'
import type { RequestHandler } from './$types'

/** The board's changes as server-sent events. `no-transform` keeps what is on the way from holding them back. */
export const GET: RequestHandler = async ({ locals, params, request, cookies, getClientAddress }) => {
  if (!(await locals.office.places.place(params.place))) notFound()
  const atPlace = kioskHere(cookies, locals.office, params.place) !== null
  const stream = boardStream(locals.office, params.place, { address: getClientAddress(), lastId: request.headers.get('last-event-id'), atPlace })
  if (!stream) return new Response('Too many boards are open from this address.\n', { status: 429, headers: { 'retry-after': '60' } })
  return new Response(stream, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' } })
}
