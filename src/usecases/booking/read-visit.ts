import { stateAt } from '../../office/booking/booking-rules.ts'
import { dateIn, timeIn } from '../../office/booking/local-time.ts'
import type { Text } from '../../office/service.ts'
import type { Office, Tx } from '../ports.ts'
import type { Visitor } from '../views.ts'
import type { BookingRow } from './booking-ports.ts'
import type { BookingView, MineBookings } from './booking-views.ts'
import { isUuid, notFound, type NotFound, type Refused } from '../act-on-case.ts'
import { bookingView, myBookings } from './read-booking.ts'
import { pickupDesks } from './settle-pickup.ts'
import { readyForPickup, type PickupReadiness } from './ready-for-pickup.ts'

/** What a visit is for, when it is about a permit. */
export type PickupView = {
  readonly application: string
  readonly number: string
  readonly service: Text
  readonly readiness: PickupReadiness
  /** There will be a permit, but there is none yet. */
  readonly isTentative: boolean
  /** When the permit is promised; null while the clock stands still, and once it is decided. */
  readonly deadline: number | null
  readonly offer: PickupOfferView | null
}

/** A later slot that waits for an answer. `slot` null: nothing is free, or the held place is gone. */
export type PickupOfferView = { readonly until: number; readonly slot: { readonly date: string; readonly from: string; readonly to: string; readonly startsAt: number } | null }
export type VisitView = BookingView & { readonly pickup: PickupView | null; readonly heldForOfferOf: string | null; readonly offeredTo: string | null }

/**
 * A person's own booking with all that its page says. `heldForOfferOf`: it only keeps the place of
 * an offer for another booking; `offeredTo`: of an offer to somebody on a waiting list.
 */
export async function readVisit(office: Office, visitor: Visitor, id: string): Promise<{ readonly ok: true; readonly view: VisitView } | Refused<NotFound>> {
  if (!isUuid(id)) return notFound
  return office.store.transaction(async (tx) => {
    const row = await tx.booking(id)
    if (!row || row.person !== visitor.person) return notFound
    const heldFor = row.application === null ? await tx.pickupOfferByHeld(id) : null
    const waiting = row.state === 'held' ? await tx.waitingOfOffer(id) : null
    const view = { ...(await bookingView(office, tx, row)), pickup: await pickupView(office, tx, row) }
    return { ok: true, view: { ...view, heldForOfferOf: heldFor?.booking ?? null, offeredTo: waiting?.id ?? null } }
  })
}

/** What a person has booked and waits for. Places that are only held for an offer stand with the booking that they are for. */
export async function listVisits(office: Office, visitor: Visitor): Promise<Omit<MineBookings, 'upcoming' | 'past'> & { readonly upcoming: readonly VisitView[]; readonly past: readonly VisitView[] }> {
  const mine = await myBookings(office, visitor)
  return office.store.transaction(async (tx) => {
    const visits = async (views: readonly BookingView[]) => {
      const found: VisitView[] = []
      for (const view of views) {
        const row = await tx.booking(view.id)
        const heldFor = view.application === null ? await tx.pickupOfferByHeld(view.id) : null
        const offered = await tx.waitingOfOffer(view.id)
        if (row && !heldFor && !(view.state === 'held' && offered)) found.push({ ...view, pickup: await pickupView(office, tx, row), heldForOfferOf: null, offeredTo: null })
      }
      return found
    }
    return { waiting: mine.waiting, upcoming: await visits(mine.upcoming), past: await visits(mine.past.filter((view) => view.state !== 'expired')) }
  })
}

/** The live pickup of a case; null when there is none. */
export async function pickupOf(office: Office, visitor: Visitor, application: string): Promise<VisitView | null> {
  const found = await office.store.transaction(async (tx) => {
    for (const desk of await pickupDesks(office)) {
      const row = await tx.bookingOfApplication(application, desk, office.now())
      if (row) return row.id
    }
    return null
  })
  const read = found === null ? null : await readVisit(office, visitor, found)
  return read?.ok ? read.view : null
}

/** By when a person's own case is promised; null when it is not theirs, is decided, or its clock stands still. */
export async function promisedBy(office: Office, visitor: Visitor, application: string): Promise<number | null> {
  const row = await office.store.transaction((tx) => tx.caseRow(application))
  return row?.person === visitor.person && row.decidedAt === null ? row.deadline : null
}

async function pickupView(office: Office, tx: Tx, booking: BookingRow): Promise<PickupView | null> {
  const row = booking.application === null ? null : await tx.caseRow(booking.application)
  if (!row) return null
  const service = await office.services.at(row.service, row.serviceVersion)
  const readiness = await readyForPickup(office, tx, booking)
  return {
    application: row.id,
    number: row.number,
    service: service.name,
    readiness,
    isTentative: row.decidedAt === null,
    deadline: row.decidedAt === null ? row.deadline : null,
    offer: await offerView(office, tx, booking),
  }
}

async function offerView(office: Office, tx: Tx, booking: BookingRow): Promise<PickupOfferView | null> {
  const now = office.now()
  const offer = stateAt(booking, now) === 'confirmed' ? await tx.pickupOffer(booking.id, booking.slot) : null
  if (offer?.state !== 'open' || offer.until <= now) return null
  const held = offer.held ? await tx.booking(offer.held) : null
  const place = held && (await office.places.place(held.place))
  if (!held || !place || stateAt(held, now) !== 'held') return { until: offer.until, slot: null }
  return { until: offer.until, slot: { date: dateIn(place.zone, held.startsAt), from: timeIn(place.zone, held.startsAt), to: timeIn(place.zone, held.endsAt), startsAt: held.startsAt } }
}
