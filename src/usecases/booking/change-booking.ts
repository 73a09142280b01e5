import type { Booking, BookingRefusal } from '../../office/booking/booking.ts'
import { refuseCancel, refuseConfirm, refuseMove, refuseSlot, stateAt } from '../../office/booking/booking-rules.ts'
import { isUuid, recallCommand, type Refused } from '../act-on-case.ts'
import type { Office, Tx } from '../ports.ts'
import type { Visitor } from '../views.ts'
import type { BookingRow } from './booking-ports.ts'
import type { BookingEventType } from './booking-views.ts'
import { offerFreePlaces } from './offer-places.ts'

export type Changed = { readonly ok: true; readonly booking: string } | Refused<BookingRefusal>

const refuse = (refusal: BookingRefusal): Refused<BookingRefusal> => ({ ok: false, refusal })

/** Makes a hold a booking. Confirming it again changes nothing. */
export async function confirmBooking(office: Office, visitor: Visitor, request: { readonly booking: string; readonly command: string }): Promise<Changed> {
  return changeBooking(office, visitor, request, 'confirm-booking', [], async (tx, booking) => {
    const refusal = refuseConfirm(booking, visitor.person, office.now())
    if (refusal) return refusal
    if (booking.state === 'confirmed') return null
    await tx.saveBooking({ ...booking, state: 'confirmed', heldUntil: null })
    await note(office, tx, booking, 'confirmed', visitor)
    await tx.enqueue({ task: 'booking-mail', message: 'booked', booking: booking.id })
    const waiting = await tx.waitingOfOffer(booking.id)
    if (waiting) await tx.saveWaiting({ ...waiting, state: 'accepted' })
    return null
  })
}

/** Puts a booking in another slot of such a desk, here or at another place. The new place is taken before the old is given back. */
export async function moveBooking(office: Office, visitor: Visitor, request: { readonly booking: string; readonly slot: number; readonly command: string }): Promise<Changed> {
  if (!Number.isSafeInteger(request.slot) || request.slot < 1) return refuse({ kind: 'NotFound' })
  return changeBooking(office, visitor, request, 'move-booking', [request.slot], async (tx, booking) => {
    const now = office.now()
    const refusal = refuseMove(booking, visitor.person, now)
    if (refusal) return refusal
    if (booking.slot === request.slot) return null
    const slot = await tx.slot(request.slot)
    if (!slot || slot.desk !== booking.desk) return { kind: 'NotFound' }
    const closed = refuseSlot(slot, now)
    if (closed) return closed
    if (!(await tx.takePlace(slot.id, now))) return { kind: 'SlotFull' }
    await tx.givePlace(booking.slot)
    const { id, unit, place, startsAt, endsAt } = slot
    await tx.saveBooking({ ...booking, slot: id, unit, place, startsAt, endsAt, sequence: booking.sequence + 1, hurtAt: null })
    await note(office, tx, { ...booking, unit }, 'moved', visitor)
    if (booking.state === 'confirmed') await tx.enqueue({ task: 'booking-mail', message: 'moved', booking: booking.id })
    await offerFreePlaces(office, tx, booking.slot)
    return null
  })
}

/** Gives the place back. What was freed is offered to who waits for it. Cancelling again changes nothing. */
export async function cancelBooking(office: Office, visitor: Visitor, request: { readonly booking: string; readonly command: string }): Promise<Changed> {
  return changeBooking(office, visitor, request, 'cancel-booking', [], async (tx, booking) => {
    const refusal = refuseCancel(booking, visitor.person, office.now())
    if (refusal) return refusal
    await endBooking(office, tx, booking, visitor)
    const waiting = await tx.waitingOfOffer(booking.id)
    if (waiting?.state === 'offered') await tx.saveWaiting({ ...waiting, state: 'declined' })
    await offerFreePlaces(office, tx, booking.slot)
    return null
  })
}

/** Cancels a booking that is locked with its slot, by its person, by the staff, or (null) by the office itself. */
export async function endBooking(office: Office, tx: Tx, booking: BookingRow, by: Visitor | null): Promise<void> {
  if (booking.state === 'cancelled' || booking.state === 'expired') return
  const wasConfirmed = booking.state === 'confirmed'
  await tx.saveBooking({ ...booking, state: 'cancelled', heldUntil: null, sequence: booking.sequence + (wasConfirmed ? 1 : 0) })
  await tx.givePlace(booking.slot)
  await note(office, tx, booking, stateAt(booking, office.now()) === 'expired' ? 'expired' : 'cancelled', by)
  if (wasConfirmed) await tx.enqueue({ task: 'booking-mail', message: 'cancelled', booking: booking.id })
}

/** One command on one booking, locked with its slots: asked before? then the same answer. */
async function changeBooking(
  office: Office,
  visitor: Visitor,
  request: { readonly booking: string; readonly command: string },
  kind: string,
  otherSlots: readonly number[],
  change: (tx: Tx, booking: BookingRow) => Promise<BookingRefusal | null>,
): Promise<Changed> {
  if (!isUuid(request.booking)) return refuse({ kind: 'NotFound' })
  return office.store.transaction(async (tx): Promise<Changed> => {
    const known = await recallCommand(tx, request.command, visitor.person)
    if (known) return known as Changed
    const booking = await tx.lockBooking(request.booking, otherSlots)
    if (!booking) return refuse({ kind: 'NotFound' })
    const refusal = await change(tx, booking)
    if (refusal) return refuse(refusal)
    const answer: Changed = { ok: true, booking: booking.id }
    await tx.remember(request.command, visitor.person, kind, answer)
    return answer
  })
}

async function note(office: Office, tx: Tx, booking: Pick<Booking, 'id' | 'unit' | 'person'>, what: BookingEventType, by: Visitor | null): Promise<void> {
  const role = by === null ? 'office' : by.person === booking.person ? 'person' : 'staff'
  await tx.noteBooking({ booking: booking.id, unit: booking.unit, what, by: by?.person ?? null, role, at: office.now() })
}
