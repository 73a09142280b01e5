import { stateAt } from '../../office/booking/booking-rules.ts'
import { settleDelivery } from '../deliveries/change-delivery.ts'
import type { Office, Tx } from '../ports.ts'
import { release } from './answer-pickup-offer.ts'
import type { BookingRow } from './booking-ports.ts'
import { endBooking } from './change-booking.ts'
import { offerFreePlaces } from './offer-places.ts'

/**
 * A case was decided. Signed: its pickup is firm now, and the person hears it. Rejected or taken back: there is nothing to
 * pick up or to bring, so both are called off, with a message. Again, it changes nothing.
 */
export async function settlePickup(office: Office, application: string): Promise<void> {
  await office.store.transaction(async (tx) => {
    const row = await tx.caseRow(application)
    if (!row || row.decidedAt === null) return
    for (const desk of await pickupDesks(office)) {
      const booking = await tx.bookingOfApplication(application, desk, office.now())
      if (booking) await settleBooking(office, tx, booking, row.state === 'approved')
    }
    if (row.state === 'approved') return
    const asked = await tx.deliveryOf(application)
    const delivery = asked && (await tx.delivery(asked.id))
    if (delivery) await settleDelivery(office, tx, delivery, { kind: 'cancel' }, null)
  })
}

async function settleBooking(office: Office, tx: Tx, seen: BookingRow, isSigned: boolean): Promise<void> {
  const offered = await tx.pickupOffer(seen.id, seen.slot)
  const heldSeen = offered?.held ? await tx.booking(offered.held) : null
  const booking = await tx.lockBooking(seen.id, heldSeen ? [heldSeen.slot] : [])
  if (!booking) return
  await tx.closePickupOffer(booking.id, booking.slot, 'lapsed')
  const held = heldSeen && (await tx.booking(heldSeen.id))
  if (held && stateAt(held, office.now()) === 'held') await release(office, tx, held)
  if (isSigned) return makeFirm(office, tx, booking)
  await endBooking(office, tx, booking, null)
  await offerFreePlaces(office, tx, booking.slot)
}

async function makeFirm(office: Office, tx: Tx, booking: BookingRow): Promise<void> {
  if (!booking.tentative) return
  const wasConfirmed = booking.state === 'confirmed'
  await tx.saveBooking({ ...booking, tentative: false, sequence: booking.sequence + (wasConfirmed ? 1 : 0) })
  // A hold that is not confirmed yet needs no letter: its person is looking at the page.
  if (wasConfirmed) await tx.enqueue({ task: 'pickup-mail', message: 'ready', booking: booking.id })
}

/** The keys of desks where permits are picked up. */
export async function pickupDesks(office: Office): Promise<readonly string[]> {
  const places = await office.places.list()
  return [...new Set(places.flatMap((place) => place.desks.filter((desk) => desk.purpose === 'pickup').map((desk) => desk.key)))]
}
