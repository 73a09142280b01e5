import { refuseCancel, refuseMove, stateAt } from '../../office/booking/booking-rules.ts'
import type { BookingRefusal } from '../../office/booking/booking.ts'
import { dateIn, timeIn } from '../../office/booking/local-time.ts'
import { isUuid, type NotFound, type Refused } from '../act-on-case.ts'
import type { Office, Tx } from '../ports.ts'
import { cleanCode } from '../tracking-code.ts'
import type { Visitor } from '../views.ts'
import type { BookingRow } from './booking-ports.ts'
import type { BookingView, CounterBookingView, MineBookings, WaitingView } from './booking-views.ts'
import { waitingView } from './waiting-list.ts'

/** A person's own booking, with what happened to it. */
export async function readBooking(office: Office, visitor: Visitor, id: string): Promise<{ readonly ok: true; readonly view: BookingView } | Refused<BookingRefusal>> {
  if (!isUuid(id)) return { ok: false, refusal: { kind: 'NotFound' } }
  return office.store.transaction(async (tx) => {
    const booking = await tx.booking(id)
    if (!booking) return { ok: false, refusal: { kind: 'NotFound' } }
    if (booking.person !== visitor.person) return { ok: false, refusal: { kind: 'NotYours' } }
    return { ok: true, view: await bookingView(office, tx, booking) }
  })
}

/** What a person has booked, the next first, and what they wait for. */
export async function myBookings(office: Office, visitor: Visitor): Promise<MineBookings> {
  const now = office.now()
  return office.store.transaction(async (tx) => {
    const views: BookingView[] = []
    for (const booking of await tx.bookingsOf(visitor.person)) views.push(await bookingView(office, tx, booking))
    const waiting = []
    for (const row of await tx.waitingOf(visitor.person)) waiting.push(await waitingView(office, tx, row))
    const isAhead = (view: BookingView) => view.endsAt > now && (view.state === 'held' || view.state === 'confirmed' || view.state === 'arrived')
    return {
      upcoming: views.filter(isAhead).sort((a, b) => a.startsAt - b.startsAt),
      past: views.filter((view) => !isAhead(view)),
      waiting: waiting.filter((view) => view.state === 'waiting' || view.state === 'offered'),
    }
  })
}

/** A person's own place in a line, also when that is over. */
export async function readWaiting(office: Office, visitor: Visitor, id: string): Promise<{ readonly ok: true; readonly view: WaitingView } | Refused<BookingRefusal>> {
  if (!isUuid(id)) return { ok: false, refusal: { kind: 'NotFound' } }
  return office.store.transaction(async (tx) => {
    const row = await tx.waiting(id)
    if (!row) return { ok: false, refusal: { kind: 'NotFound' } }
    if (row.person !== visitor.person) return { ok: false, refusal: { kind: 'NotYours' } }
    return { ok: true, view: await waitingView(office, tx, row) }
  })
}

/**
 * The booking whose code somebody says at the counter, for staff with counter duty in its place's unit. The look goes
 * on the record, where the person sees it.
 */
export async function bookingByCode(
  office: Office,
  visitor: Visitor,
  asked: { readonly code: string },
): Promise<{ readonly ok: true; readonly view: CounterBookingView } | Refused<NotFound>> {
  const notFound = { ok: false, refusal: { kind: 'NotFound' } } as const
  const code = cleanCode(asked.code.slice(0, 40))
  if (visitor.kind !== 'staff' || code.length !== 8) return notFound
  const now = office.now()
  return office.store.transaction(async (tx) => {
    const found = (await tx.bookingsByCode(`${code.slice(0, 4)}-${code.slice(4)}`)).filter((booking) => isCounterOf(visitor, booking.unit))
    // A code is made by chance: should two be alike, the one nearest to now is meant.
    const [booking] = found.toSorted((a, b) => Math.abs(a.startsAt - now) - Math.abs(b.startsAt - now))
    if (!booking) return notFound
    await tx.noteBooking({ booking: booking.id, unit: booking.unit, what: 'read', by: visitor.person, role: 'staff', at: now })
    const names = await tx.names([booking.person])
    const row = booking.application ? await tx.caseRow(booking.application) : null
    return { ok: true, view: { ...(await bookingView(office, tx, booking)), person: booking.person, name: names.get(booking.person) ?? '—', number: row?.number ?? null } }
  })
}

/** Whether somebody has counter duty in a unit now. */
export function isCounterOf(visitor: Visitor, unit: string): boolean {
  return visitor.kind === 'staff' && visitor.duties.some((duty) => duty.unit === unit && duty.duty === 'counter')
}

export async function bookingView(office: Office, tx: Tx, booking: BookingRow): Promise<BookingView> {
  const now = office.now()
  const { place, desk } = await placeOf(tx, booking)
  const { id, slot, startsAt, endsAt, application, tentative, heldUntil, code, sequence } = booking
  const state = stateAt(booking, now)
  return {
    id, place, desk, slot, startsAt, endsAt, application, tentative, heldUntil, code, sequence, state,
    date: dateIn(place.zone, startsAt),
    from: timeIn(place.zone, startsAt),
    to: timeIn(place.zone, endsAt),
    mayMove: refuseMove(booking, booking.person, now) === null,
    mayCancel: state !== 'cancelled' && state !== 'expired' && refuseCancel(booking, booking.person, now) === null,
    hurt: booking.hurtAt !== null,
    history: await tx.bookingHistory(id),
  }
}

/** The place and desk of a booking. A desk with bookings is not taken out of a place's data; were it, that is a fault. */
export async function placeOf(tx: Tx, row: { readonly place: string; readonly desk: string }): Promise<Pick<BookingView, 'place' | 'desk'>> {
  const place = await tx.place(row.place)
  const desk = place?.desks.find((each) => each.key === row.desk)
  if (!place || !desk) throw new Error(`There is no desk ${row.desk} at ${row.place}, but a booking is there.`)
  return { place, desk }
}
