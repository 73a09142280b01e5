import { isBefore, type Waiting } from './next-ticket.ts'
import type { CallRule } from './next-ticket.ts'
import type { QueueRules } from './queue-rules.ts'
import { isOpen, type Cause, type Ticket } from './ticket.ts'

/** What happened to a ticket; kept for ever, so that anyone can check the order afterwards. */
export type TicketEvent =
  | { readonly type: 'taken'; readonly desk: string }
  | { readonly type: 'arrived'; readonly desk: string; readonly since: number; readonly why: 'walk-in' | 'booked' | 'late' | 'phone' | 'back' }
  | { readonly type: 'called'; readonly desk: string; readonly counter: string; readonly rule: CallRule }
  | { readonly type: 'recalled'; readonly desk: string; readonly counter: string }
  | { readonly type: 'skipped'; readonly desk: string; readonly counter: string }
  | { readonly type: 'transferred'; readonly from: string; readonly desk: string; readonly counter: string; readonly to: string | null }
  | { readonly type: 'moved-on'; readonly from: string; readonly desk: string; readonly counter: string; readonly cause: Cause | null }
  | { readonly type: 'served'; readonly desk: string; readonly counter: string }
  | { readonly type: 'not-served'; readonly desk: string; readonly counter: string; readonly cause: Cause }
  | { readonly type: 'left'; readonly desk: string }
  | { readonly type: 'marked'; readonly mark: number }

export type TicketRefusal =
  | { readonly kind: 'AlreadyHere' }
  | { readonly kind: 'Ended' }
  | { readonly kind: 'OtherDay' }
  | { readonly kind: 'NotCalled' }
  | { readonly kind: 'BeingServed' }
  | { readonly kind: 'NotWaiting' }
  | { readonly kind: 'SameDesk' }
  | { readonly kind: 'NotEnded' }
  | { readonly kind: 'MarkedBefore' }

export type Moved = { readonly ok: true; readonly ticket: Ticket; readonly event: TicketEvent } | { readonly ok: false; readonly refusal: TicketRefusal }

const refuse = (kind: TicketRefusal['kind']): Moved => ({ ok: false, refusal: { kind } })

/**
 * The person is at the place: new in line, or back after a missed call. A booking counts until it is `lateMs` late, a
 * ticket by phone keeps its place for `phoneMs`; later it is a walk-in of now. Who missed a call comes after the next
 * `backAfter` of the `line` (the tickets waiting at the same desk).
 */
export function arrive(ticket: Ticket, line: readonly Waiting[], rules: QueueRules, now: number): Moved {
  if (!isOpen(ticket)) return refuse('Ended')
  if (ticket.state === 'called') return refuse('BeingServed')
  if (ticket.state === 'waiting') return refuse('AlreadyHere')
  const { since, why, keepsBooking } = ticket.state === 'away' ? { since: placeOfReturned(line, rules, now), why: 'back' as const, keepsBooking: false } : claimOf(ticket, rules, now)
  const arrived: Ticket = { ...ticket, state: 'waiting', arrivedAt: ticket.arrivedAt ?? now, since, keepsBooking, calls: 0, counter: null, calledAt: null }
  return { ok: true, ticket: arrived, event: { type: 'arrived', desk: ticket.desk, since, why } }
}

type Claim = { readonly since: number; readonly why: 'walk-in' | 'booked' | 'late' | 'phone'; readonly keepsBooking: boolean }

function claimOf(ticket: Ticket, rules: QueueRules, now: number): Claim {
  if (ticket.bookedAt !== null) {
    const inTime = now <= ticket.bookedAt + rules.lateMs
    return { since: inTime ? ticket.bookedAt : now, why: inTime ? 'booked' : 'late', keepsBooking: inTime }
  }
  if (ticket.channel === 'phone' && now <= ticket.takenAt + rules.phoneMs) return { since: ticket.takenAt, why: 'phone', keepsBooking: false }
  return { since: now, why: 'walk-in', keepsBooking: false }
}

function placeOfReturned(line: readonly Waiting[], rules: QueueRules, now: number): number {
  const inOrder = line.filter((each) => each.since <= now).toSorted((one, other) => (isBefore(one, other) ? -1 : 1))
  const last = inOrder[rules.backAfter - 1]
  return last === undefined ? now : Math.min(now, last.since + 1)
}

export function call(ticket: Ticket, counter: string, rule: CallRule, now: number): Moved {
  if (ticket.state !== 'waiting') return refuse('NotWaiting')
  return { ok: true, ticket: { ...ticket, state: 'called', counter, calledAt: now, calls: 1 }, event: { type: 'called', desk: ticket.desk, counter, rule } }
}

export function recall(ticket: Ticket, counter: string): Moved {
  if (!isAt(ticket, counter)) return refuse('NotCalled')
  return { ok: true, ticket: { ...ticket, calls: ticket.calls + 1 }, event: { type: 'recalled', desk: ticket.desk, counter } }
}

/** Nobody came: the next one can be called, and this one comes back by reporting at the kiosk or a counter. */
export function skip(ticket: Ticket, counter: string): Moved {
  if (!isAt(ticket, counter)) return refuse('NotCalled')
  return { ok: true, ticket: { ...ticket, state: 'away' }, event: { type: 'skipped', desk: ticket.desk, counter } }
}

/** To another desk, or to one counter: the number and the place in line stay as they are. */
export function transfer(ticket: Ticket, counter: string, to: { readonly desk: string; readonly counter: string | null }): Moved {
  if (!isAt(ticket, counter)) return refuse('NotCalled')
  if (to.desk === ticket.desk && (to.counter === null || to.counter === counter)) return refuse('SameDesk')
  const rest = ticket.rest.filter((desk) => desk !== to.desk)
  return { ok: true, ticket: waitingAt({ ...ticket, rest }, to.desk, to.counter), event: { type: 'transferred', from: ticket.desk, desk: to.desk, counter, to: to.counter } }
}

export type Result = { readonly kind: 'served'; readonly next: string | null } | { readonly kind: 'not-served'; readonly cause: Cause }

/** Done at this desk. The visit goes on at the desk that was named, or at the next that the person came for. */
export function finish(ticket: Ticket, counter: string, result: Result, now: number): Moved {
  if (!isAt(ticket, counter)) return refuse('NotCalled')
  const cause = result.kind === 'not-served' ? result.cause : ticket.cause
  const [next, ...rest] = [...(result.kind === 'served' && result.next ? [result.next] : []), ...ticket.rest].filter((desk, index, all) => all.indexOf(desk) === index)
  if (next !== undefined)
    return { ok: true, ticket: { ...waitingAt({ ...ticket, rest }, next, null), cause }, event: { type: 'moved-on', from: ticket.desk, desk: next, counter, cause: result.kind === 'not-served' ? result.cause : null } }
  const event: TicketEvent = result.kind === 'served' ? { type: 'served', desk: ticket.desk, counter } : { type: 'not-served', desk: ticket.desk, counter, cause: result.cause }
  return { ok: true, ticket: { ...ticket, state: cause === null ? 'served' : 'not-served', cause, endedAt: now }, event }
}

/** The person goes home, or does not come after all. */
export function leave(ticket: Ticket, now: number): Moved {
  if (!isOpen(ticket)) return refuse('Ended')
  if (ticket.state === 'called') return refuse('BeingServed')
  return { ok: true, ticket: { ...ticket, state: 'left', endedAt: now }, event: { type: 'left', desk: ticket.desk } }
}

/** What the person thought of it, once, after it is over. */
export function giveMark(ticket: Ticket, mark: 1 | 2 | 3 | 4): Moved {
  if (ticket.state !== 'served' && ticket.state !== 'not-served') return refuse('NotEnded')
  if (ticket.mark !== null) return refuse('MarkedBefore')
  return { ok: true, ticket: { ...ticket, mark }, event: { type: 'marked', mark } }
}

function isAt(ticket: Ticket, counter: string): boolean {
  return ticket.state === 'called' && ticket.counter === counter
}

function waitingAt(ticket: Ticket, desk: string, onlyCounter: string | null): Ticket {
  return { ...ticket, state: 'waiting', desk, onlyCounter, counter: null, calledAt: null, calls: 0 }
}
