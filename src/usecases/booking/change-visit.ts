import { stateAt } from '../../office/booking/booking-rules.ts'
import { isUuid } from '../act-on-case.ts'
import type { Office } from '../ports.ts'
import type { Visitor } from '../views.ts'
import { answerPickupOffer, release } from './answer-pickup-offer.ts'
import { cancelBooking, moveBooking, type Changed } from './change-booking.ts'
import type { PickupOfferRow } from './pickup-ports.ts'

/** Cancels a booking; the later slot that it was offered goes with it. */
export async function cancelVisit(office: Office, visitor: Visitor, request: { readonly booking: string; readonly command: string }): Promise<Changed> {
  const offer = await openOffer(office, visitor, request.booking)
  return offer ? answerPickupOffer(office, visitor, { ...request, answer: 'cancel' }) : cancelBooking(office, visitor, request)
}

/** Moves a booking; whoever found a time of their own no longer needs the one they were offered. */
export async function moveVisit(office: Office, visitor: Visitor, request: { readonly booking: string; readonly slot: number; readonly command: string }): Promise<Changed> {
  const offer = await openOffer(office, visitor, request.booking)
  const moved = await moveBooking(office, visitor, request)
  if (moved.ok && offer && offer.slot !== request.slot) await letGo(office, offer)
  return moved
}

async function openOffer(office: Office, visitor: Visitor, id: string): Promise<PickupOfferRow | null> {
  if (!isUuid(id)) return null
  return office.store.transaction(async (tx) => {
    const booking = await tx.booking(id)
    const offer = booking && booking.person === visitor.person ? await tx.pickupOffer(id, booking.slot) : null
    return offer?.state === 'open' ? offer : null
  })
}

async function letGo(office: Office, offer: PickupOfferRow): Promise<void> {
  await office.store.transaction(async (tx) => {
    const held = offer.held ? await tx.lockBooking(offer.held) : null
    await tx.closePickupOffer(offer.booking, offer.slot, 'lapsed')
    if (held && stateAt(held, office.now()) === 'held') await release(office, tx, held)
  })
}
