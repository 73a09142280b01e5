import type { BookingRefusal } from '../../office/booking/booking.ts'
import { isDate } from '../../office/booking/check-rules.ts'
import { dateIn, endOfDate, startOfDate, timeIn } from '../../office/booking/local-time.ts'
import { isUuid, recallCommand, type Refused } from '../act-on-case.ts'
import type { Office, Tx } from '../ports.ts'
import type { Visitor } from '../views.ts'
import type { WaitingRow } from './booking-ports.ts'
import type { WaitingView } from './booking-views.ts'
import { cancelBooking, confirmBooking, endBooking, type Changed } from './change-booking.ts'
import { offerFreePlaces } from './offer-places.ts'
import { placeOf } from './read-booking.ts'
import { ensureSlots, findDesk, lastDate } from './slot-calendar.ts'

export type WaitingRefusal = BookingRefusal | { readonly kind: 'BadDate' } | { readonly kind: 'AlreadyWaiting'; readonly waiting: string }

/** How many lists somebody may be on at once. */
export const mostWaiting = 3

/**
 * Puts a person on the list for a desk, for any day of a range (local dates, both included). A place that is free
 * already is offered at once.
 */
export async function joinWaitingList(
  office: Office,
  visitor: Visitor,
  request: { readonly place: string; readonly desk: string; readonly from: string; readonly to: string; readonly application?: string | null; readonly command: string },
): Promise<{ readonly ok: true; readonly waiting: string } | Refused<WaitingRefusal>> {
  const application = request.application ?? null
  if (application !== null && !isUuid(application)) return { ok: false, refusal: { kind: 'NotFound' } }
  if (!isDate(request.from) || !isDate(request.to) || request.from > request.to) return { ok: false, refusal: { kind: 'BadDate' } }
  return office.store.transaction(async (tx) => {
    const known = await recallCommand(tx, request.command, visitor.person)
    if (known) return { ok: true, waiting: request.command }
    const found = await findDesk(tx, request.place, request.desk)
    if (!found) return { ok: false, refusal: { kind: 'NotFound' } }
    const { place, desk } = found
    if (request.to < dateIn(place.zone, office.now())) return { ok: false, refusal: { kind: 'SlotPast' } }
    if (request.from > lastDate(found, office.now())) return { ok: false, refusal: { kind: 'TooFar' } }
    const refusal = await refuseJoin(office, tx, visitor, request, application)
    if (refusal) return { ok: false, refusal }
    await ensureSlots(office, tx, found)
    const row: WaitingRow = {
      id: request.command, unit: place.unit, place: place.code, desk: desk.key, person: visitor.person, application,
      from: request.from, to: request.to, state: 'waiting', offer: null, joinedAt: office.now(),
    }
    await tx.saveWaiting(row)
    await tx.remember(request.command, visitor.person, 'join-waiting-list', { ok: true })
    await offerWhatIsFree(office, tx, row, place.zone)
    return { ok: true, waiting: row.id }
  })
}

async function refuseJoin(office: Office, tx: Tx, visitor: Visitor, request: { readonly place: string; readonly desk: string }, application: string | null): Promise<WaitingRefusal | null> {
  if (application !== null) {
    const row = await tx.caseRow(application)
    if (row?.person !== visitor.person) return { kind: 'NotYours' }
    const booked = await tx.bookingOfApplication(application, request.desk, office.now())
    if (booked) return { kind: 'AlreadyBooked', booking: booked.id }
  }
  const mine = (await tx.waitingOf(visitor.person)).filter((row) => row.state === 'waiting' || row.state === 'offered')
  const same = mine.find((row) => row.place === request.place && row.desk === request.desk)
  if (same) return { kind: 'AlreadyWaiting', waiting: same.id }
  return mine.length >= mostWaiting ? { kind: 'TooMany', most: mostWaiting } : null
}

async function offerWhatIsFree(office: Office, tx: Tx, row: WaitingRow, zone: string): Promise<void> {
  const now = office.now()
  const slots = await tx.slotsBetween(row.place, row.desk, startOfDate(zone, row.from), endOfDate(zone, row.to), now)
  const free = slots.find((slot) => slot.left > 0 && slot.opensAt <= now && now <= slot.closesAt)
  if (!free) return
  await tx.expireHolds(free.id, now)
  await offerFreePlaces(office, tx, free.id)
}

/** Takes what was offered: it is booked. */
export async function acceptOffer(office: Office, visitor: Visitor, request: { readonly waiting: string; readonly command: string }): Promise<Changed> {
  const offer = await offerOf(office, visitor, request.waiting)
  if (!offer.ok) return offer
  const confirmed = await confirmBooking(office, visitor, { booking: offer.booking, command: request.command })
  return !confirmed.ok && (confirmed.refusal.kind === 'HoldExpired' || confirmed.refusal.kind === 'Over') ? { ok: false, refusal: { kind: 'OfferOver' } } : confirmed
}

/** Lets what was offered go to the next, and leaves the list. */
export async function declineOffer(office: Office, visitor: Visitor, request: { readonly waiting: string; readonly command: string }): Promise<Changed> {
  const offer = await offerOf(office, visitor, request.waiting)
  return offer.ok ? cancelBooking(office, visitor, { booking: offer.booking, command: request.command }) : offer
}

async function offerOf(office: Office, visitor: Visitor, id: string): Promise<Changed> {
  if (!isUuid(id)) return { ok: false, refusal: { kind: 'NotFound' } }
  const row = await office.store.transaction((tx) => tx.waiting(id))
  if (!row) return { ok: false, refusal: { kind: 'NotFound' } }
  if (row.person !== visitor.person) return { ok: false, refusal: { kind: 'NotYours' } }
  return row.offer === null ? { ok: false, refusal: { kind: 'OfferOver' } } : { ok: true, booking: row.offer }
}

/** Leaves the list; what was offered goes to the next. Leaving again changes nothing. */
export async function leaveWaitingList(
  office: Office,
  visitor: Visitor,
  request: { readonly waiting: string; readonly command: string },
): Promise<{ readonly ok: true } | Refused<BookingRefusal>> {
  if (!isUuid(request.waiting)) return { ok: false, refusal: { kind: 'NotFound' } }
  return office.store.transaction(async (tx) => {
    const seen = await tx.waiting(request.waiting)
    if (!seen) return { ok: false, refusal: { kind: 'NotFound' } }
    if (seen.person !== visitor.person) return { ok: false, refusal: { kind: 'NotYours' } }
    // The booking with its slot is locked before the row of the list, as everywhere.
    const offered = seen.offer === null ? null : await tx.lockBooking(seen.offer)
    const row = await tx.waiting(request.waiting, true)
    if (!row || (row.state !== 'waiting' && row.state !== 'offered')) return { ok: true }
    await tx.saveWaiting({ ...row, state: 'left' })
    if (offered?.state === 'held' && row.offer === offered.id) {
      await endBooking(office, tx, offered, visitor)
      await offerFreePlaces(office, tx, offered.slot)
    }
    return { ok: true }
  })
}

export async function waitingView(office: Office, tx: Tx, row: WaitingRow): Promise<WaitingView> {
  const { place, desk } = await placeOf(tx, row)
  const booking = row.state === 'offered' && row.offer ? await tx.booking(row.offer) : null
  const isOver = booking !== null && (booking.state !== 'held' || (booking.heldUntil ?? 0) <= office.now())
  return {
    id: row.id, place, desk, from: row.from, to: row.to,
    state: isOver ? 'expired' : row.state,
    position: row.state === 'waiting' ? (await tx.waitingBefore(row)) + 1 : null,
    offer: booking && !isOver
      ? { slot: booking.slot, startsAt: booking.startsAt, endsAt: booking.endsAt, date: dateIn(place.zone, booking.startsAt), fromTime: timeIn(place.zone, booking.startsAt), until: booking.heldUntil ?? 0 }
      : null,
  }
}
