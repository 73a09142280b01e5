import type { Place } from '../../office/place.ts'
import { estimateWait, measurePace, type Estimate, type OpenCounter, type Outcome, type Pace } from '../../office/tickets/estimate-wait.ts'
import { localTime } from '../../office/tickets/local-time.ts'
import type { Waiting } from '../../office/tickets/next-ticket.ts'
import { queueRules } from '../../office/tickets/queue-rules.ts'
import type { Office, Tx } from '../ports.ts'
import type { CounterSession, TicketRow } from './ticket-ports.ts'

/** Everything that the order and the waits at a place follow from, as it is now. */
export type Line = {
  readonly place: Place
  readonly day: string
  readonly now: number
  /** All tickets of today that are not over. */
  readonly tickets: readonly TicketRow[]
  readonly sessions: readonly CounterSession[]
  readonly paces: ReadonlyMap<string, Pace>
  /** By desk: how the last estimates turned out. */
  readonly outcomes: ReadonlyMap<string, readonly Outcome[]>
}

/** Paces come from the last 40 visits to a desk within two weeks, ranges from the last 60 waits. */
const lastVisits = 40
const lastWaits = 60
const twoWeeks = 14 * 86_400_000

export async function readLine(office: Office, tx: Tx, place: Place): Promise<Line> {
  const now = office.now()
  const day = localTime(now, place.zone).date
  const tickets = await tx.openTickets(place.code, day)
  const sessions = (await tx.counterSessions(place.code)).filter((session) => localTime(session.openedAt, place.zone).date === day)
  const times = await tx.visitTimes(place.code, now - twoWeeks, lastVisits)
  const paces = new Map(place.desks.map((desk) => [desk.key, measurePace(times.get(desk.key) ?? [], desk.minutes)]))
  const outcomes = await tx.estimateOutcomes(place.code, now - twoWeeks, lastWaits)
  return { place, day, now, tickets, sessions, paces, outcomes }
}

/** The tickets that can be called. */
export function waitingIn(line: Line): readonly Waiting[] {
  return line.tickets.filter((ticket) => ticket.state === 'waiting').map(asWaiting)
}

export function asWaiting(ticket: TicketRow): Waiting {
  return { id: ticket.id, desk: ticket.desk, since: ticket.since ?? ticket.takenAt, order: ticket.order, booked: ticket.keepsBooking, priority: ticket.priority, counter: ticket.onlyCounter }
}

/** Counters where somebody sits and is not on a break. */
export function openCounters(line: Line): readonly OpenCounter[] {
  return line.sessions
    .filter((session) => session.breakSince === null)
    .map((session) => {
      const at = line.tickets.find((ticket) => ticket.state === 'called' && ticket.counter === session.counter)
      const desks = line.place.counters.find((counter) => counter.number === session.counter)?.desks ?? []
      const freeAt = at ? (at.calledAt ?? line.now) + (line.paces.get(at.desk)?.meanMs ?? 0) : line.now
      return { number: session.counter, desks, favours: session.favours, freeAt, busy: at !== undefined }
    })
}

/** How long a ticket of the line has to wait still; null when it can't be said, since no counter for it is open. */
export function waitOf(line: Line, ticket: TicketRow): Estimate | null {
  const waiting = waitingIn(line)
  const all = waiting.some((each) => each.id === ticket.id) ? waiting : [...waiting, asWaiting(ticket)]
  return estimateWait(all, ticket.id, openCounters(line), line.paces, line.outcomes.get(ticket.desk) ?? [], queueRules, line.now)
}

/** How long somebody would wait who came to a desk now. */
export function waitAtDesk(line: Line, desk: string): Estimate | null {
  const newcomer: Waiting = { id: '', desk, since: line.now, order: Number.MAX_SAFE_INTEGER, booked: false, priority: null, counter: null }
  return estimateWait([...waitingIn(line), newcomer], '', openCounters(line), line.paces, line.outcomes.get(desk) ?? [], queueRules, line.now)
}
