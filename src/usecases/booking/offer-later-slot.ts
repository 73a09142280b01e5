import { stateAt } from '../../office/booking/booking-rules.ts'
import { dayBefore } from '../../office/booking/day-before.ts'
import { addDays, dateIn, endOfDate } from '../../office/booking/local-time.ts'
import type { CaseRow, Office, Tx } from '../ports.ts'
import type { BookingRow, SlotRow } from './booking-ports.ts'
import { bookingCode } from './hold-slot.ts'
import { closedDays } from './slot-calendar.ts'
import { willBeReady } from './will-be-ready.ts'

const dayMs = 86_400_000
const pageSize = 200
/** Longer than any run of closed days, so that nobody's day before is missed. */
const lookDays = 32
const furthestDays = 60

/**
 * Looks at every pickup whose permit is not signed, on the working day before it and until it begins. Who would come for
 * nothing is offered a later slot, once for each slot of a booking. Gives how many were offered one. Any number of nodes
 * may look at once.
 */
export async function lookAhead(office: Office): Promise<number> {
  let offered = 0
  let after: string | null = null
  for (;;) {
    const ids: readonly string[] = await office.store.transaction((tx) => tx.tentativeBookings(after, office.now() + lookDays * dayMs, pageSize))
    for (const id of ids) if (await office.store.transaction((tx) => lookAt(office, tx, id))) offered += 1
    after = ids.at(-1) ?? null
    if (ids.length < pageSize) return offered
  }
}

async function lookAt(office: Office, tx: Tx, id: string): Promise<boolean> {
  const booking = await tx.booking(id)
  const row = booking?.application ? await tx.caseRow(booking.application) : null
  if (!booking || !row || booking.state !== 'confirmed' || !booking.tentative || booking.startsAt <= office.now()) return false
  if (row.decidedAt !== null) {
    // Decided, and the booking does not know it yet: that job may have been lost with an old backup.
    await tx.enqueue({ task: 'pickup-settle', application: row.id }, { key: `pickup-settle:${row.id}` })
    return false
  }
  if (await tx.pickupOffer(booking.id, booking.slot)) return false
  const late = await tooLate(office, tx, booking, row)
  return late !== null && offerLater(office, tx, booking, late)
}

type Late = { readonly after: number; readonly until: number }

/** After when there may be a permit, and until when the person can answer; null while the visit is not tomorrow's, or will do. */
async function tooLate(office: Office, tx: Tx, booking: BookingRow, row: CaseRow): Promise<Late | null> {
  const now = office.now()
  const place = await office.places.place(booking.place)
  if (!place) return null
  const date = dateIn(place.zone, booking.startsAt)
  const before = dayBefore(place, await closedDays(tx, addDays(date, -lookDays), date), date)
  if (before === null || now < before.opens) return null
  const expected = await willBeReady(office, row, booking.startsAt)
  // Promised in time, but the office is closing and nobody has signed: then it is not believed any more.
  if (expected.ready && now < before.closes) return null
  const lastDay = dateIn(place.zone, expected.ready ? booking.startsAt : Math.max(expected.after, booking.startsAt))
  return { after: endOfDate(place.zone, lastDay), until: now < before.evening ? before.evening : booking.startsAt }
}

async function offerLater(office: Office, tx: Tx, seen: BookingRow, { after, until }: Late): Promise<boolean> {
  const now = office.now()
  const slots = await tx.slotsBetween(seen.place, seen.desk, after, after + furthestDays * dayMs, now)
  const slot = slots.find((each) => each.left > 0 && each.opensAt <= now && now <= each.closesAt)
  const booking = await tx.lockBooking(seen.id, slot ? [slot.id] : [])
  if (!booking || booking.slot !== seen.slot || stateAt(booking, now) !== 'confirmed' || (await tx.pickupOffer(booking.id, booking.slot))) return false
  const held = slot && (await tx.takePlace(slot.id, now)) ? await hold(office, tx, booking, slot, until) : null
  const added = await tx.addPickupOffer({ booking: booking.id, slot: booking.slot, held, state: 'open', madeAt: now, until })
  if (!added) throw new Error(`Two offers at once for booking ${booking.id}, which was locked.`)
  await tx.enqueue({ task: 'pickup-mail', message: 'offer', booking: booking.id })
  return true
}

/** The offered place is a booking of its own, without the application, which can only have one at a time. */
async function hold(office: Office, tx: Tx, booking: BookingRow, slot: SlotRow, until: number): Promise<string> {
  const [id, now] = [office.newId(), office.now()]
  await tx.saveBooking({
    ...booking, id, unit: slot.unit, place: slot.place, desk: slot.desk, slot: slot.id, startsAt: slot.startsAt, endsAt: slot.endsAt, application: null,
    state: 'held', tentative: false, heldUntil: until, code: bookingCode(office, id), sequence: 0, createdAt: now, hurtAt: null,
  })
  await tx.noteBooking({ booking: id, unit: slot.unit, what: 'offered', by: null, role: 'office', at: now })
  await tx.enqueue({ task: 'booking-sweep', slot: slot.id }, { at: until })
  return id
}
