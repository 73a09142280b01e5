import { qrSvg } from '#adapters/qr-svg.ts'
import { followTicket } from '#usecases/tickets/follow-ticket.ts'
import { notFound } from '#web/apply/at-the-door.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  const ticket = await followTicket(locals.office, params.ticket)
  if (ticket?.place.code !== params.place) notFound()
  const address = `${locals.office.origin}/tickets/${ticket.id}`
  return { ticket, address, qr: qrSvg(address) }
}
