import type { Place } from '../../office/place.ts'
import { nextTicket } from '../../office/tickets/next-ticket.ts'
import { queueRules } from '../../office/tickets/queue-rules.ts'
import { ticketNumber } from '../../office/tickets/ticket.ts'
import type { Office } from '../ports.ts'
import type { Visitor } from '../views.ts'
import { servesIn } from './at-the-place.ts'
import { seatOf } from './counter-session.ts'
import { asWaiting, openCounters, readLine, type Line } from './line.ts'
import { countersOf, desksOf } from './read-board.ts'
import { readyOf } from './booking-of-ticket.ts'
import type { BoardView, SeatView, WaitingView } from './ticket-views.ts'
import type { TicketRow } from './ticket-ports.ts'

/** The counter where an officer sits, with everything they need before the next person stands there; null when nowhere. */
export async function readSeat(office: Office, visitor: Visitor): Promise<SeatView | null> {
  return office.store.transaction(async (tx) => {
    const seat = await seatOf(office, tx, visitor)
    if (!seat || !servesIn(visitor, seat.place.unit)) return null
    const line = await readLine(office, tx, seat.place)
    const { counter, session, ticket, place } = seat
    const here = line.tickets.filter((each) => counter.desks.includes(each.desk))
    const next = nextOf(line, { number: counter.number, desks: counter.desks, favours: session.favours })
    const viewOf = async (each: TicketRow): Promise<WaitingView> => ({
      id: each.id, number: ticketNumber(each), desk: each.desk, since: each.since ?? each.takenAt, arrivedAt: each.arrivedAt, bookedAt: each.bookedAt,
      priority: each.priority, onlyCounter: each.onlyCounter, ready: await readyOf(office, tx, each),
    })
    const viewsOf = (rows: readonly TicketRow[]) => Promise.all(rows.map(viewOf))
    const waiting = here.filter((each) => each.state === 'waiting').toSorted((one, other) => (one.since ?? 0) - (other.since ?? 0) || one.order - other.order)
    return {
      place,
      counter,
      breakSince: session.breakSince,
      ticket: ticket && { ...(await viewOf(ticket)), calls: ticket.calls, calledAt: ticket.calledAt ?? line.now, rest: ticket.rest },
      next: next && { ...(await viewOf(next.ticket)), rule: next.rule },
      waiting: await viewsOf(waiting.slice(0, 30)),
      away: await viewsOf(here.filter((each) => each.state === 'away').slice(-10).reverse()),
      desks: desksOf(line),
      counters: countersOf(line),
    }
  })
}

function nextOf(line: Line, caller: Parameters<typeof nextTicket>[1]) {
  const open = new Set(openCounters(line).map((counter) => counter.number))
  const waiting = line.tickets.filter((ticket) => ticket.state === 'waiting').map((ticket) => ({ ...asWaiting(ticket), ticket }))
  const next = nextTicket(waiting, caller, queueRules, line.now, open)
  return next && { ticket: next.ticket.ticket, rule: next.rule }
}

/** Places of the units that an officer serves in, and who of their counters is taken. */
export async function counterPlaces(office: Office, visitor: Visitor): Promise<readonly { readonly place: Place; readonly counters: BoardView['counters'] }[]> {
  const places = (await office.places.list()).filter((place) => servesIn(visitor, place.unit))
  return office.store.transaction(async (tx) => {
    const views = []
    for (const place of places) views.push({ place, counters: countersOf(await readLine(office, tx, place)) })
    return views
  })
}
