/**
 * One person's visit to a place on one day. It has one number all the way: whoever is sent on to another desk or
 * counter keeps it, and keeps the place in line that goes with it.
 */
export type Ticket = {
  readonly id: string
  readonly place: string
  readonly unit: string
  /** The place's local date, `YYYY-MM-DD`. */
  readonly day: string
  readonly letter: string
  /** From 1 per place, day and letter, without holes. */
  readonly sequence: number
  /** The desk whose line it is in now, and those that come after it. */
  readonly desk: string
  readonly rest: readonly string[]
  readonly channel: Channel
  readonly priority: Priority | null
  /** Code of the booking that it was made from. */
  readonly booking: string | null
  /** Start of the booked time, epoch milliseconds. */
  readonly bookedAt: number | null
  /** Keyed digest of the phone that took it. */
  readonly device: string | null
  readonly state: TicketState
  readonly takenAt: number
  /** When the person was at the place; null before. */
  readonly arrivedAt: number | null
  /** The place in line: earlier is nearer to the counter. Null until the person is there. */
  readonly since: number | null
  /** The booked time is kept: it goes before walk-ins from then on. */
  readonly keepsBooking: boolean
  /** Waits for this counter only. */
  readonly onlyCounter: string | null
  /** Where it was called last. */
  readonly counter: string | null
  readonly calledAt: number | null
  /** Calls for the desk it is at now: 1, and one more for every recall. */
  readonly calls: number
  readonly endedAt: number | null
  /** Why the person did not get what they came for. */
  readonly cause: Cause | null
  /** What the person thought of it, 1 to 4 as in the satisfaction survey (Permenpan RB 14/2017). */
  readonly mark: number | null
}

/** `expected`: taken by phone, the person is not there yet. `away`: called, and did not come. */
export type TicketState = 'expected' | 'waiting' | 'called' | 'away' | 'served' | 'not-served' | 'left'

export type Channel = 'kiosk' | 'phone' | 'officer' | 'booking'

/** Who goes first by rule (UU 25/2009 art. 29: vulnerable groups, the elderly, pregnant women and disabled people). */
export const priorities = ['elderly', 'pregnant', 'disabled'] as const
export type Priority = (typeof priorities)[number]

/** Why a trip was wasted, as the officer says it. */
export const causes = ['permit-not-ready', 'document-missing', 'requirement-not-met', 'wrong-place', 'system-down', 'no-officer', 'other'] as const
export type Cause = (typeof causes)[number]

export const isPriority = (text: unknown): text is Priority => priorities.some((each) => each === text)
export const isCause = (text: unknown): text is Cause => causes.some((each) => each === text)

/** As printed, shown and spoken: `A-007`. */
export function ticketNumber(ticket: Pick<Ticket, 'letter' | 'sequence'>): string {
  return `${ticket.letter}-${String(ticket.sequence).padStart(3, '0')}`
}

/** Whether the visit still goes on. */
export function isOpen(ticket: Pick<Ticket, 'state'>): boolean {
  return ticket.state === 'expected' || ticket.state === 'waiting' || ticket.state === 'called' || ticket.state === 'away'
}
