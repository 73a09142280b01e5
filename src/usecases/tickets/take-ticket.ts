import type { Desk, Place } from '../../office/place.ts'
import { isOpenAt, localTime } from '../../office/tickets/local-time.ts'
import { arrive } from '../../office/tickets/move-ticket.ts'
import { queueRules } from '../../office/tickets/queue-rules.ts'
import { isOpen, ticketNumber, type Channel, type Priority, type Ticket } from '../../office/tickets/ticket.ts'
import type { NotFound, Refused } from '../act-on-case.ts'
import type { Office, Tx } from '../ports.ts'
import { closedDays } from '../booking/slot-calendar.ts'
import { isKiosk, servesIn, type Proof } from './at-the-place.ts'
import { readLine, waitOf } from './line.ts'
import { once } from './once.ts'
import type { TicketRow } from './ticket-ports.ts'

export type Taken = { readonly ok: true; readonly id: string; readonly number: string }
export type TakeRefusal =
  | NotFound
  | { readonly kind: 'NoSuchDesk' }
  | { readonly kind: 'NotAKiosk' }
  | { readonly kind: 'NoDuty' }
  | { readonly kind: 'Closed' }
  | { readonly kind: 'TooMany' }
  | { readonly kind: 'HasTicket'; readonly id: string }
  | { readonly kind: 'TooManyToday' }

type Wish = { readonly place: string; readonly desks: readonly string[]; readonly priority: Priority | null; readonly command: string }

/** A ticket for somebody who stands at the place: at the kiosk, or before an officer. In line at once. */
export async function takeTicket(office: Office, proof: Proof, wish: Wish): Promise<Taken | Refused<TakeRefusal>> {
  const place = await office.places.place(wish.place)
  if (!place) return refuse('NotFound')
  const desks = desksOf(place, wish.desks)
  if (desks === null) return refuse('NoSuchDesk')
  if (proof.kind === 'kiosk' && !isKiosk(office, place.code, proof.token)) return refuse('NotAKiosk')
  if (proof.kind === 'officer' && !servesIn(proof.visitor, place.unit)) return refuse('NoDuty')
  const who = proof.kind === 'kiosk' ? `kiosk:${place.code}` : proof.visitor.person
  const officer = proof.kind === 'officer' ? proof.visitor.person : null
  return once(office, { id: wish.command, who, kind: 'take-ticket' }, async (tx) => {
    const ticket = await issueTicket(office, tx, place, { channel: proof.kind, desks, priority: wish.priority, device: null, booking: null, officer })
    return { ok: true, id: ticket.id, number: ticketNumber(ticket) }
  })
}

/**
 * A ticket by phone: a number now, a place in line once the person shows that they are there. One open ticket a phone
 * and place and few a day, and not too many from one address: a flood takes nobody's place and nobody's number plate.
 */
export async function takeTicketByPhone(
  office: Office,
  phone: { readonly device: string; readonly address: string },
  wish: Wish,
): Promise<Taken | Refused<TakeRefusal>> {
  const place = await office.places.place(wish.place)
  if (!place) return refuse('NotFound')
  const desks = desksOf(place, wish.desks)
  if (desks === null) return refuse('NoSuchDesk')
  if (!(await office.allow('ticket', phone.address))) return refuse('TooMany')
  const device = deviceOf(office, phone.device)
  const { date } = localTime(office.now(), place.zone)
  return once<Taken | Refused<TakeRefusal>>(office, { id: wish.command, who: `phone:${device}`, kind: 'take-ticket' }, async (tx) => {
    const holidays = await closedDays(tx, place, date, date)
    if (!isOpenAt(place, office.now(), holidays.size > 0)) return refuse('Closed')
    await tx.lockDevice(device)
    const before = await tx.ticketsOfDevice(device, place.code, date)
    const open = before.filter(isOpen)
    if (open.length >= queueRules.phoneOpen) return { ok: false, refusal: { kind: 'HasTicket', id: open[0]?.id ?? '' } }
    if (before.length >= queueRules.phoneADay) return refuse('TooManyToday')
    const ticket = await issueTicket(office, tx, place, { channel: 'phone', desks, priority: wish.priority, device, booking: null, officer: null })
    return { ok: true, id: ticket.id, number: ticketNumber(ticket) }
  })
}

/** How a phone's own mark is kept: it can be recognised, not guessed. */
export function deviceOf(office: Office, device: string): string {
  return office.seals.mac('phone', device)
}

type Issue = {
  readonly channel: Channel
  readonly desks: readonly [Desk, ...Desk[]]
  readonly priority: Priority | null
  readonly device: string | null
  readonly booking: { readonly id: string; readonly startsAt: number } | null
  readonly officer: string | null
}

/** The next number of the desk's letter, and a place in line for everybody but phones; tells and keeps the wait. */
export async function issueTicket(office: Office, tx: Tx, place: Place, issue: Issue): Promise<TicketRow> {
  const now = office.now()
  const day = localTime(now, place.zone).date
  const [first, ...others] = issue.desks
  const expected: Ticket = {
    id: office.newId(), place: place.code, unit: place.unit, day, letter: first.letter, sequence: await tx.next(`ticket:${place.code}:${day}:${first.letter}`),
    desk: first.key, rest: others.map((desk) => desk.key), channel: issue.channel, priority: issue.priority,
    booking: issue.booking?.id ?? null, bookedAt: issue.booking?.startsAt ?? null, device: issue.device, state: 'expected', takenAt: now, arrivedAt: null, since: null,
    keepsBooking: false, onlyCounter: null, counter: null, calledAt: null, calls: 0, endedAt: null, cause: null, mark: null,
  }
  const moved = issue.channel === 'phone' ? null : arrive(expected, [], queueRules, now)
  const row = await tx.insertTicket(moved?.ok ? moved.ticket : expected)
  await tx.recordTicketEvent(row, now, issue.officer, { type: 'taken', desk: first.key })
  if (moved?.ok) await tx.recordTicketEvent(row, now, issue.officer, moved.event)
  if (row.state === 'waiting') await tellWait(office, tx, place, row)
  return row
}

/** The wait as it is told now is kept, to be judged when the call comes. */
export async function tellWait(office: Office, tx: Tx, place: Place, ticket: TicketRow): Promise<void> {
  const line = await readLine(office, tx, place)
  const wait = waitOf(line, ticket)
  if (wait) await tx.recordEstimate({ ticket: ticket.id, place: place.code, desk: ticket.desk, at: line.now, expectedMs: wait.expectedMs, fromMs: wait.fromMs, toMs: wait.toMs })
}

function desksOf(place: Place, keys: readonly string[]): readonly [Desk, ...Desk[]] | null {
  const desks = [...new Set(keys)].map((key) => place.desks.find((desk) => desk.key === key))
  const [first, ...others] = desks.flatMap((desk) => desk ?? [])
  return first && desks.length <= 3 && !desks.includes(undefined) ? [first, ...others] : null
}

function refuse(kind: Exclude<TakeRefusal['kind'], 'HasTicket'>): Refused<TakeRefusal> {
  return { ok: false, refusal: { kind } }
}
