import type { Outcome } from '../../office/tickets/estimate-wait.ts'
import type { TicketEvent } from '../../office/tickets/move-ticket.ts'
import type { Ticket } from '../../office/tickets/ticket.ts'

/** A ticket as it is kept: with its number in the order in which all were taken. */
export type TicketRow = Ticket & { readonly order: number }

/** Somebody sits at a counter. */
export type CounterSession = {
  readonly place: string
  readonly counter: string
  readonly person: string
  readonly openedAt: number
  readonly breakSince: number | null
  readonly favours: number
}

export type RecordedCall = {
  /** Grows with every call at any place. */
  readonly id: number
  readonly at: number
  readonly letter: string
  readonly sequence: number
  readonly counter: string
}

export type TripCount = {
  readonly month: string
  readonly place: string
  readonly state: Ticket['state']
  readonly cause: string | null
  readonly tickets: number
}

/** What the use cases of queue tickets at a place read and write in a transaction. */
export type TicketTx = {
  /**
   * Calls and moves at a place happen one after another, on all nodes: held until commit. So no ticket is called twice,
   * and none is passed over because another transaction had it in hand for a moment.
   */
  lockLine(place: string): Promise<void>
  /** One ticket at a time for one phone. Held until commit. */
  lockDevice(device: string): Promise<void>
  insertTicket(ticket: Ticket): Promise<TicketRow>
  saveTicket(ticket: Ticket): Promise<void>
  /** Locked against a simultaneous change when asked. */
  ticket(id: string, lock?: boolean): Promise<TicketRow | null>
  ticketOfBooking(booking: string): Promise<TicketRow | null>
  /** Tickets of a day at a place that are not over, in the order in which they were taken. */
  openTickets(place: string, day: string): Promise<readonly TicketRow[]>
  ticketsOfDevice(device: string, place: string, day: string): Promise<readonly TicketRow[]>
  recordTicketEvent(ticket: Ticket, at: number, officer: string | null, event: TicketEvent): Promise<void>
  /** The last calls at a place since an instant, newest first. */
  lastCalls(place: string, since: number, limit: number): Promise<readonly RecordedCall[]>

  recordVisit(visit: { readonly ticket: string; readonly place: string; readonly desk: string; readonly counter: string; readonly calledAt: number; readonly endedAt: number }): Promise<void>
  /** How long the last visits to each desk of a place took, milliseconds: at most `limit` each, none that ended before `since`. */
  visitTimes(place: string, since: number, limit: number): Promise<ReadonlyMap<string, readonly number[]>>

  /** Keeps what was told. Within five minutes of a telling that is still open, another one is the same one. */
  recordEstimate(told: { readonly ticket: string; readonly place: string; readonly desk: string; readonly at: number; readonly expectedMs: number; readonly fromMs: number; readonly toMs: number }): Promise<void>
  /** The call has come: estimates of this ticket that were not judged yet are. */
  judgeEstimates(ticket: string, calledAt: number): Promise<void>
  /** How the last waits for each desk of a place turned out: at most `limit` each, called since an instant. */
  estimateOutcomes(place: string, since: number, limit: number): Promise<ReadonlyMap<string, readonly Outcome[]>>
  /** How many told waits were followed by a call, and how many of them were right. */
  estimateFigures(place: string | null, since: number): Promise<{ readonly told: number; readonly right: number }>

  counterSessions(place: string): Promise<readonly CounterSession[]>
  counterOf(person: string): Promise<CounterSession | null>
  saveCounter(session: CounterSession): Promise<void>
  closeCounter(place: string, counter: string): Promise<void>

  /** Trips that were begun (somebody was at the place) by month, place, how they ended and why; from a local date on. */
  tripCounts(from: string, today: string): Promise<readonly TripCount[]>
  markFigures(from: string): Promise<readonly { readonly place: string; readonly marks: number; readonly mean: number }[]>
}

/** Their work for later. Jobs carry references, never personal data. */
export type TicketJob = never
