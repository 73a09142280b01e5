import type { BookingRefusal } from '../../office/booking/booking.ts'
import { refuseCancel, stateAt } from '../../office/booking/booking-rules.ts'
import { isUuid, recallCommand } from '../act-on-case.ts'
import type { Office, Tx } from '../ports.ts'
import type { Visitor } from '../views.ts'
import type { BookingRow } from './booking-ports.ts'
import { endBooking, type Changed } from './change-booking.ts'
import { offerFreePlaces } from './offer-places.ts'
import type { PickupOfferRow } from './pickup-ports.ts'

export const pickupAnswers = ['accept', 'keep', 'cancel'] as const
export type PickupAnswer = (typeof pickupAnswers)[number]

/**
 * What the person says to the offer of a later slot: take it, keep the old one and hope, or come at neither time. The
 * place of the slot that is not wanted goes to who waits for it.
 */
export async function answerPickupOffer(
  office: Office,
  visitor: Visitor,
  request: { readonly booking: string; readonly answer: PickupAnswer; readonly command: string },
): Promise<Changed> {
  if (!isUuid(request.booking)) return { ok: false, refusal: { kind: 'NotFound' } }
  return office.store.transaction(async (tx): Promise<Changed> => {
    const known = await recallCommand(tx, request.command, visitor.person)
    if (known) return known as Changed
    const seen = await tx.booking(request.booking)
    if (!seen || seen.person !== visitor.person) return { ok: false, refusal: { kind: 'NotFound' } }
    const refusal = await answerLocked(office, tx, visitor, seen, request.answer)
    const answer: Changed = refusal ? { ok: false, refusal } : { ok: true, booking: seen.id }
    if (answer.ok) await tx.remember(request.command, visitor.person, `pickup-offer-${request.answer}`, answer)
    return answer
  })
}

async function answerLocked(office: Office, tx: Tx, visitor: Visitor, seen: BookingRow, answer: PickupAnswer): Promise<BookingRefusal | null> {
  const over: BookingRefusal = { kind: 'OfferOver' }
  const offered = await tx.pickupOffer(seen.id, seen.slot)
  const heldSeen = offered?.held ? await tx.booking(offered.held) : null
  const booking = await tx.lockBooking(seen.id, heldSeen ? [heldSeen.slot] : [])
  // Read again under the lock: somebody may have answered in another window.
  const offer = booking && (await tx.pickupOffer(booking.id, booking.slot))
  if (!booking || offer?.state !== 'open' || booking.state !== 'confirmed') return over
  const held = offer.held ? await tx.booking(offer.held) : null
  const live = held && stateAt(held, office.now()) === 'held' ? held : null
  if (answer === 'accept') return live ? accept(office, tx, visitor, booking, live, offer) : over
  if (answer === 'cancel') {
    const refusal = refuseCancel(booking, visitor.person, office.now())
    if (refusal) return refusal
    await endBooking(office, tx, booking, visitor)
    await offerFreePlaces(office, tx, booking.slot)
  }
  await tx.closePickupOffer(booking.id, booking.slot, answer === 'cancel' ? 'cancelled' : 'kept')
  if (live) await release(office, tx, live)
  return null
}

/** The place that was held passes to the booking; the old one is given back. */
async function accept(office: Office, tx: Tx, visitor: Visitor, booking: BookingRow, held: BookingRow, offer: PickupOfferRow): Promise<null> {
  const { unit, place, slot, startsAt, endsAt } = held
  await tx.saveBooking({ ...held, state: 'cancelled', heldUntil: null })
  await tx.saveBooking({ ...booking, unit, place, slot, startsAt, endsAt, sequence: booking.sequence + 1, hurtAt: null })
  await tx.givePlace(booking.slot)
  await tx.closePickupOffer(booking.id, offer.slot, 'accepted')
  await tx.noteBooking({ booking: booking.id, unit, what: 'moved', by: visitor.person, role: 'person', at: office.now() })
  await tx.enqueue({ task: 'booking-mail', message: 'moved', booking: booking.id })
  await offerFreePlaces(office, tx, booking.slot)
  return null
}

/** Lets go of what was held for an offer; its slot is locked. */
export async function release(office: Office, tx: Tx, held: BookingRow): Promise<void> {
  await endBooking(office, tx, held, null)
  await offerFreePlaces(office, tx, held.slot)
}
