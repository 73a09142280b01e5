import type { Place } from '../../office/place.ts'
import { localTime } from '../../office/tickets/local-time.ts'
import { arrive, giveMark, leave, type Moved, type TicketRefusal } from '../../office/tickets/move-ticket.ts'
import { queueRules } from '../../office/tickets/queue-rules.ts'
import { ticketNumber } from '../../office/tickets/ticket.ts'
import { isUuid, type NotFound, type Refused } from '../act-on-case.ts'
import type { Office, Tx } from '../ports.ts'
import { isKiosk, isPlacePin, servesIn, type Proof } from './at-the-place.ts'
import { bookingHere, closeBookingOf, openBookingOf } from './booking-of-ticket.ts'
import { asWaiting } from './line.ts'
import { once } from './once.ts'
import { issueTicket, tellWait, type Taken } from './take-ticket.ts'
import type { TicketRow } from './ticket-ports.ts'

export type CheckInRefusal =
  | NotFound
  | TicketRefusal
  | { readonly kind: 'NotAKiosk' }
  | { readonly kind: 'NoDuty' }
  | { readonly kind: 'TooMany' }
  | { readonly kind: 'NotOurs' }
  | { readonly kind: 'WrongPin' }
  | { readonly kind: 'OtherPlace'; readonly place: string }
  | { readonly kind: 'WrongDay'; readonly date: string }
  | { readonly kind: 'AlreadyUsed'; readonly number: string }
  | { readonly kind: 'Cancelled' }
  | { readonly kind: 'NotConfirmed' }

/** What a code turned out to be: a ticket of today here, or why not. */
type Found = { readonly ok: true; readonly ticket: TicketRow } | Refused<CheckInRefusal>

/**
 * Somebody shows a code at the place: the QR of a ticket (taken by phone, or missed its call), or of a booking. Codes
 * that are not the office's, used, or of another day or place are refused for what they are.
 */
export async function checkIn(office: Office, proof: Proof, wish: { readonly place: string; readonly code: string; readonly command: string }): Promise<Taken | Refused<CheckInRefusal>> {
  const place = await office.places.place(wish.place)
  if (!place) return refuse('NotFound')
  if (proof.kind === 'kiosk' && !isKiosk(office, place.code, proof.token)) return refuse('NotAKiosk')
  if (proof.kind === 'officer' && !servesIn(proof.visitor, place.unit)) return refuse('NoDuty')
  if (!(await office.allow('check-in', place.code))) return refuse('TooMany')
  const who = proof.kind === 'kiosk' ? `kiosk:${place.code}` : proof.visitor.person
  const officer = proof.kind === 'officer' ? proof.visitor.person : null
  return once<Taken | Refused<CheckInRefusal>>(office, { id: wish.command, who, kind: 'check-in' }, async (tx) => {
    await tx.lockLine(place.code)
    const id = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(wish.code.toLowerCase())?.[0] ?? null
    const ticket = id === null ? null : await tx.ticket(id)
    if (!ticket) return comeWithBooking(office, tx, place, { id, text: wish.code }, officer)
    const found = await ticketHere(office, tx, place, ticket.id)
    return found.ok ? comeIn(office, tx, place, found.ticket, officer) : found
  })
}

/** A booking becomes a ticket once; shown again it is the same ticket. */
async function comeWithBooking(office: Office, tx: Tx, place: Place, shown: { readonly id: string | null; readonly text: string }, officer: string | null): Promise<Taken | Refused<CheckInRefusal>> {
  const found = await bookingHere(office, tx, place, shown)
  if (found.kind !== 'here') return { ok: false, refusal: found }
  const { booking } = found
  const before = await tx.ticketOfBooking(booking.id)
  if (before) return comeIn(office, tx, place, before, officer)
  const desk = place.desks.find((each) => each.key === booking.desk)
  if (!desk || !(await openBookingOf(office, tx, booking.id, officer))) return refuse('Cancelled')
  const ticket = await issueTicket(office, tx, place, { channel: 'booking', desks: [desk], priority: null, device: null, booking, officer })
  return { ok: true, id: ticket.id, number: ticketNumber(ticket) }
}

/** The phone's owner is there: they typed the digits that only screens at the place show, or scanned them. */
export async function confirmByPin(office: Office, wish: { readonly ticket: string; readonly pin: string; readonly address: string; readonly command: string }): Promise<Taken | Refused<CheckInRefusal>> {
  if (!isUuid(wish.ticket)) return refuse('NotFound')
  if (!(await office.allow('arrive', wish.address))) return refuse('TooMany')
  return onOwnTicket<Taken | Refused<CheckInRefusal>>(office, wish, 'arrive', async (tx, place, ticket) => {
    if (!isPlacePin(office, place.code, wish.pin)) return refuse('WrongPin')
    const here = await ticketHere(office, tx, place, ticket.id)
    return here.ok ? comeIn(office, tx, place, here.ticket, null) : here
  })
}

/** The person goes, or does not come after all. Who has the ticket's address owns the ticket. */
export async function leaveLine(office: Office, wish: { readonly ticket: string; readonly command: string }): Promise<{ readonly ok: true } | Refused<CheckInRefusal>> {
  return onOwnTicket(office, wish, 'leave', (tx, _place, ticket) => keep(office, tx, leave(ticket, office.now())))
}

/** One mark from 1 to 4, when it is over. */
export async function markTicket(office: Office, wish: { readonly ticket: string; readonly mark: 1 | 2 | 3 | 4; readonly command: string }): Promise<{ readonly ok: true } | Refused<CheckInRefusal>> {
  return onOwnTicket(office, wish, 'mark', (tx, _place, ticket) => keep(office, tx, giveMark(ticket, wish.mark)))
}

async function onOwnTicket<T extends { readonly ok: boolean }>(
  office: Office,
  wish: { readonly ticket: string; readonly command: string },
  kind: string,
  work: (tx: Tx, place: Place, ticket: TicketRow) => Promise<T>,
): Promise<T | Refused<CheckInRefusal>> {
  if (!isUuid(wish.ticket)) return refuse('NotFound')
  return once<T | Refused<CheckInRefusal>>(office, { id: wish.command, who: `ticket:${wish.ticket}`, kind: `ticket-${kind}` }, async (tx) => {
    const seen = await tx.ticket(wish.ticket)
    const place = seen && (await office.places.place(seen.place))
    if (!place) return refuse('NotFound')
    await tx.lockLine(place.code)
    const ticket = await tx.ticket(wish.ticket, true)
    return ticket ? work(tx, place, ticket) : refuse('NotFound')
  })
}

async function ticketHere(office: Office, tx: Tx, place: Place, id: string): Promise<Found> {
  const ticket = isUuid(id) ? await tx.ticket(id, true) : null
  if (!ticket) return refuse('NotOurs')
  if (ticket.place !== place.code) return { ok: false, refusal: { kind: 'OtherPlace', place: ticket.place } }
  const { date } = localTime(office.now(), place.zone)
  if (ticket.day !== date) return { ok: false, refusal: { kind: 'WrongDay', date: ticket.day } }
  return { ok: true, ticket }
}

/** Into the line, with the wait told. Who is in line already is told the number, and nothing changes. */
async function comeIn(office: Office, tx: Tx, place: Place, ticket: TicketRow, officer: string | null): Promise<Taken | Refused<CheckInRefusal>> {
  const line = (await tx.openTickets(place.code, ticket.day)).filter((each) => each.state === 'waiting' && each.desk === ticket.desk).map(asWaiting)
  const moved = arrive(ticket, line, queueRules, office.now())
  if (!moved.ok) return moved.refusal.kind === 'AlreadyHere' ? { ok: false, refusal: { kind: 'AlreadyUsed', number: ticketNumber(ticket) } } : moved
  await tx.saveTicket(moved.ticket)
  await tx.recordTicketEvent(moved.ticket, office.now(), officer, moved.event)
  await tellWait(office, tx, place, { ...moved.ticket, order: ticket.order })
  return { ok: true, id: ticket.id, number: ticketNumber(ticket) }
}

async function keep(office: Office, tx: Tx, moved: Moved): Promise<{ readonly ok: true } | Refused<CheckInRefusal>> {
  if (!moved.ok) return moved
  await tx.saveTicket(moved.ticket)
  await tx.recordTicketEvent(moved.ticket, office.now(), null, moved.event)
  await closeBookingOf(office, tx, moved.ticket, null)
  return { ok: true }
}

function refuse(kind: 'NotFound' | 'NotAKiosk' | 'NoDuty' | 'TooMany' | 'NotOurs' | 'WrongPin' | 'Cancelled'): Refused<CheckInRefusal> {
  return { ok: false, refusal: { kind } }
}
