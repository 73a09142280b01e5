import { call, finish, recall, skip, transfer, type Moved, type Result, type TicketRefusal } from '../../office/tickets/move-ticket.ts'
import { nextTicket } from '../../office/tickets/next-ticket.ts'
import { queueRules } from '../../office/tickets/queue-rules.ts'
import { ticketNumber } from '../../office/tickets/ticket.ts'
import type { Refused } from '../act-on-case.ts'
import type { Office, Tx } from '../ports.ts'
import type { Visitor } from '../views.ts'
import { closeBookingOf } from './booking-of-ticket.ts'
import { atCounter, type CounterRefusal, type Seat } from './counter-session.ts'
import { asWaiting } from './line.ts'
import { tellWait } from './take-ticket.ts'

export type Called = { readonly ok: true; readonly id: string; readonly number: string } | Refused<CounterRefusal | TicketRefusal | { readonly kind: 'NothingWaiting' }>
export type AtCounter = { readonly ok: true } | Refused<CounterRefusal | TicketRefusal | { readonly kind: 'NoSuchDesk' | 'NotCalled' }>

/** Calls whoever is next by the rule of the line, over all desks that this counter serves. */
export async function callNext(office: Office, visitor: Visitor, wish: { readonly command: string }): Promise<Called> {
  return atCounter<Called>(office, visitor, { command: wish.command, kind: 'call' }, async (tx, seat) => {
    if (seat.ticket) return { ok: false, refusal: { kind: 'FinishFirst' } }
    if (seat.session.breakSince !== null) return { ok: false, refusal: { kind: 'OnBreak' } }
    const now = office.now()
    const open = new Set((await tx.counterSessions(seat.place.code)).filter((each) => each.breakSince === null).map((each) => each.counter))
    const waiting = seat.tickets.filter((ticket) => ticket.state === 'waiting').map((ticket) => ({ ...asWaiting(ticket), ticket }))
    const next = nextTicket(waiting, { number: seat.counter.number, desks: seat.counter.desks, favours: seat.session.favours }, queueRules, now, open)
    if (!next) return { ok: false, refusal: { kind: 'NothingWaiting' } }
    const { ticket } = next.ticket
    const moved = call(ticket, seat.counter.number, next.rule, now)
    if (!moved.ok) return moved
    await keep(office, tx, visitor, moved)
    await tx.judgeEstimates(ticket.id, now)
    if (next.favours !== seat.session.favours) await tx.saveCounter({ ...seat.session, favours: next.favours })
    return { ok: true, id: ticket.id, number: ticketNumber(ticket) }
  })
}

/** The same call once more: shown and spoken again. */
export function recallTicket(office: Office, visitor: Visitor, wish: { readonly command: string }): Promise<AtCounter> {
  return move(office, visitor, wish.command, 'recall', ({ ticket, counter }) => ticket && recall(ticket, counter.number))
}

/** Nobody came. The ticket is kept: its owner reports back at the kiosk or to an officer. */
export function skipTicket(office: Office, visitor: Visitor, wish: { readonly command: string }): Promise<AtCounter> {
  return move(office, visitor, wish.command, 'skip', ({ ticket, counter }) => ticket && skip(ticket, counter.number))
}

/** On to another desk or counter of this place, with the same number and the same place in line. */
export async function transferTicket(office: Office, visitor: Visitor, wish: { readonly desk: string; readonly counter: string | null; readonly command: string }): Promise<AtCounter> {
  return move(office, visitor, wish.command, 'transfer', ({ ticket, counter, place }) => {
    const desk = place.desks.some((each) => each.key === wish.desk)
    const other = wish.counter === null || place.counters.some((each) => each.number === wish.counter && each.desks.includes(wish.desk))
    return desk && other ? ticket && transfer(ticket, counter.number, wish) : 'NoSuchDesk'
  })
}

/** Served, and on to the next desk where there is one; or not served, and why. */
export async function finishTicket(office: Office, visitor: Visitor, wish: { readonly result: Result; readonly command: string }): Promise<AtCounter> {
  return move(office, visitor, wish.command, 'finish', ({ ticket, counter, place }) => {
    const next = wish.result.kind === 'served' ? wish.result.next : null
    if (next !== null && !place.desks.some((each) => each.key === next)) return 'NoSuchDesk'
    return ticket && finish(ticket, counter.number, wish.result, office.now())
  })
}

function move(office: Office, visitor: Visitor, command: string, kind: string, work: (seat: Seat) => Moved | null | 'NoSuchDesk'): Promise<AtCounter> {
  return atCounter<AtCounter>(office, visitor, { command, kind }, async (tx, seat) => {
    const moved = work(seat)
    if (moved === 'NoSuchDesk') return { ok: false, refusal: { kind: 'NoSuchDesk' } }
    if (!moved || !seat.ticket) return { ok: false, refusal: { kind: 'NotCalled' } }
    if (!moved.ok) return moved
    const { event, ticket } = moved
    await keep(office, tx, visitor, moved)
    const { calledAt } = seat.ticket
    if (calledAt !== null && (event.type === 'served' || event.type === 'not-served' || event.type === 'moved-on' || event.type === 'transferred'))
      await tx.recordVisit({ ticket: ticket.id, place: ticket.place, desk: seat.ticket.desk, counter: seat.counter.number, calledAt, endedAt: office.now() })
    if (ticket.state === 'waiting') await tellWait(office, tx, seat.place, { ...ticket, order: seat.ticket.order })
    await closeBookingOf(office, tx, ticket, visitor.person)
    return { ok: true }
  })
}

async function keep(office: Office, tx: Tx, visitor: Visitor, moved: Extract<Moved, { ok: true }>): Promise<void> {
  await tx.saveTicket(moved.ticket)
  await tx.recordTicketEvent(moved.ticket, office.now(), visitor.person, moved.event)
}
