import { localTime } from '../../office/tickets/local-time.ts'
import { isOpen, ticketNumber } from '../../office/tickets/ticket.ts'
import { isUuid } from '../act-on-case.ts'
import type { Office } from '../ports.ts'
import { readLine, waitOf } from './line.ts'
import { inMinutes } from './read-board.ts'
import { deviceOf } from './take-ticket.ts'
import type { TicketView } from './ticket-views.ts'

/** A ticket, for whoever has its address (which nobody can guess): how many are before, and how long it will be. */
export async function followTicket(office: Office, id: string): Promise<TicketView | null> {
  if (!isUuid(id)) return null
  return office.store.transaction(async (tx) => {
    const ticket = await tx.ticket(id)
    const place = ticket && (await office.places.place(ticket.place))
    if (!ticket || !place) return null
    const past = localTime(office.now(), place.zone).date !== ticket.day
    const line = past || !isOpen(ticket) || ticket.state === 'called' ? null : await readLine(office, tx, place)
    const wait = line && waitOf(line, ticket)
    // What is told here counts, too, once the person is there.
    if (wait && line && ticket.state === 'waiting') await tx.recordEstimate({ ticket: id, place: place.code, desk: ticket.desk, at: line.now, expectedMs: wait.expectedMs, fromMs: wait.fromMs, toMs: wait.toMs })
    const nameOf = (key: string) => place.desks.find((desk) => desk.key === key)?.name ?? { id: key, en: key }
    return {
      id, number: ticketNumber(ticket), place, desk: nameOf(ticket.desk), rest: ticket.rest.map(nameOf), state: ticket.state, past,
      byPhone: ticket.channel === 'phone', takenAt: ticket.takenAt, bookedAt: ticket.bookedAt, priority: ticket.priority,
      counter: place.counters.find((counter) => counter.number === ticket.counter)?.name ?? null,
      cause: ticket.cause, mark: ticket.mark, wait: inMinutes(wait),
    }
  })
}

/** Tickets that this phone took today at a place and that are not over. */
export async function ticketsOfPhone(office: Office, device: string, placeCode: string): Promise<readonly { readonly id: string; readonly number: string }[]> {
  const place = await office.places.place(placeCode)
  if (!place) return []
  const { date } = localTime(office.now(), place.zone)
  const tickets = await office.store.transaction((tx) => tx.ticketsOfDevice(deviceOf(office, device), place.code, date))
  return tickets.filter(isOpen).map((ticket) => ({ id: ticket.id, number: ticketNumber(ticket) }))
}
