import type { Counter, Place } from '../../office/place.ts'
import { localTime } from '../../office/tickets/local-time.ts'
import type { NotFound, Refused } from '../act-on-case.ts'
import type { Office, Tx } from '../ports.ts'
import type { Visitor } from '../views.ts'
import { servesIn } from './at-the-place.ts'
import { once } from './once.ts'
import type { CounterSession, TicketRow } from './ticket-ports.ts'

export type CounterRefusal =
  | NotFound
  | { readonly kind: 'NoDuty' }
  | { readonly kind: 'NoCounter' }
  | { readonly kind: 'CounterTaken' }
  | { readonly kind: 'FinishFirst' }
  | { readonly kind: 'OnBreak' }

export type CounterDone = { readonly ok: true } | Refused<CounterRefusal>

/** Somebody who sits at a counter, with what they have before them. */
export type Seat = { readonly session: CounterSession; readonly place: Place; readonly counter: Counter; readonly day: string; readonly ticket: TicketRow | null; readonly tickets: readonly TicketRow[] }

/**
 * Sits down at a counter. A colleague who sits there must have asked for it (`takeOver`: their machine broke down, or
 * they forgot to close); the ticket that is at the counter stays there. Sitting elsewhere ends.
 */
export async function openCounter(
  office: Office,
  visitor: Visitor,
  wish: { readonly place: string; readonly counter: string; readonly takeOver: boolean; readonly command: string },
): Promise<CounterDone> {
  const place = await office.places.place(wish.place)
  if (!place?.counters.some((counter) => counter.number === wish.counter)) return refuse('NotFound')
  if (!servesIn(visitor, place.unit)) return refuse('NoDuty')
  return once<CounterDone>(office, { id: wish.command, who: visitor.person, kind: 'open-counter' }, async (tx) => {
    await tx.lockLine(place.code)
    const now = office.now()
    const { date } = localTime(now, place.zone)
    const there = (await tx.counterSessions(place.code)).find((session) => session.counter === wish.counter)
    const taken = there && there.person !== visitor.person && localTime(there.openedAt, place.zone).date === date
    if (taken && !wish.takeOver) return refuse('CounterTaken')
    const elsewhere = await seatOf(office, tx, visitor)
    const before = await tx.counterOf(visitor.person)
    const moves = before !== null && (before.place !== place.code || before.counter !== wish.counter)
    if (moves && elsewhere?.ticket) return refuse('FinishFirst')
    if (moves) await tx.closeCounter(before.place, before.counter)
    await tx.saveCounter({ place: place.code, counter: wish.counter, person: visitor.person, openedAt: now, breakSince: null, favours: there?.favours ?? 0 })
    return { ok: true }
  })
}

/** Begins or ends a break. People who wait are told a longer wait meanwhile. */
export async function takeBreak(office: Office, visitor: Visitor, wish: { readonly on: boolean; readonly command: string }): Promise<CounterDone> {
  return atCounter(office, visitor, { command: wish.command, kind: 'break' }, async (tx, { session, ticket }) => {
    if (wish.on && ticket) return refuse('FinishFirst')
    await tx.saveCounter({ ...session, breakSince: wish.on ? (session.breakSince ?? office.now()) : null })
    return { ok: true }
  })
}

/** Leaves the counter, once nobody is there any more. */
export async function closeCounter(office: Office, visitor: Visitor, wish: { readonly command: string }): Promise<CounterDone> {
  return atCounter(office, visitor, { command: wish.command, kind: 'close-counter' }, async (tx, { session, ticket }) => {
    if (ticket) return refuse('FinishFirst')
    await tx.closeCounter(session.place, session.counter)
    return { ok: true }
  })
}

/** One command of somebody at their counter, with the line of the place held for it. */
export async function atCounter<T extends { readonly ok: boolean }>(
  office: Office,
  visitor: Visitor,
  command: { readonly command: string; readonly kind: string },
  work: (tx: Tx, seat: Seat) => Promise<T>,
): Promise<T | Refused<CounterRefusal>> {
  return once<T | Refused<CounterRefusal>>(office, { id: command.command, who: visitor.person, kind: command.kind }, async (tx) => {
    const sits = await tx.counterOf(visitor.person)
    if (!sits) return refuse('NoCounter')
    await tx.lockLine(sits.place)
    const seat = await seatOf(office, tx, visitor)
    if (!seat) return refuse('NoCounter')
    if (!servesIn(visitor, seat.place.unit)) return refuse('NoDuty')
    return work(tx, seat)
  })
}

/** Where somebody sits today; null when nowhere. A counter that was not closed yesterday is closed. */
export async function seatOf(office: Office, tx: Tx, visitor: Visitor): Promise<Seat | null> {
  const session = await tx.counterOf(visitor.person)
  const place = session && (await office.places.place(session.place))
  const counter = place?.counters.find((each) => each.number === session?.counter)
  if (!session || !place || !counter) return null
  const day = localTime(office.now(), place.zone).date
  if (localTime(session.openedAt, place.zone).date !== day) return null
  const tickets = await tx.openTickets(place.code, day)
  return { session, place, counter, day, tickets, ticket: tickets.find((ticket) => ticket.state === 'called' && ticket.counter === counter.number) ?? null }
}

function refuse(kind: CounterRefusal['kind']): Refused<CounterRefusal> {
  return { ok: false, refusal: { kind } }
}
