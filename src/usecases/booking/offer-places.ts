import { offerMinutes } from '../../office/booking/booking-rules.ts'
import { dateIn } from '../../office/booking/local-time.ts'
import type { Office, Tx } from '../ports.ts'
import type { SlotRow, WaitingRow } from './booking-ports.ts'
import { bookingCode } from './hold-slot.ts'

/**
 * Offers what is free in a slot to those who wait for it, the first first. The slot must be locked. An offer is a hold
 * of its own: when its time is over the place is free again and goes to the next.
 */
export async function offerFreePlaces(office: Office, tx: Tx, slotId: number): Promise<void> {
  const now = office.now()
  for (;;) {
    const slot = await tx.slot(slotId)
    if (!slot || slot.taken >= slot.capacity || now < slot.opensAt || now > slot.closesAt) return
    const place = await tx.place(slot.place)
    const next = place && (await tx.nextWaiting(slot.place, slot.desk, dateIn(place.zone, slot.startsAt)))
    if (!next) return
    await offer(office, tx, slot, next)
  }
}

async function offer(office: Office, tx: Tx, slot: SlotRow, waiting: WaitingRow): Promise<void> {
  const now = office.now()
  const elsewhere = waiting.application && (await tx.bookingOfApplication(waiting.application, waiting.desk, now))
  if (elsewhere) return tx.saveWaiting({ ...waiting, state: 'left' })
  // Nobody is offered a place until after it could have been used.
  const heldUntil = Math.min(now + offerMinutes * 60_000, slot.startsAt)
  const id = office.newId()
  if (!(await tx.takePlace(slot.id, now))) return
  await tx.saveBooking({
    id, unit: slot.unit, place: slot.place, desk: slot.desk, slot: slot.id, startsAt: slot.startsAt, endsAt: slot.endsAt, person: waiting.person,
    application: waiting.application, state: 'held', tentative: false, heldUntil, code: bookingCode(office, id), sequence: 0, createdAt: now, hurtAt: null,
  })
  await tx.noteBooking({ booking: id, unit: slot.unit, what: 'offered', by: null, role: 'office', at: now })
  await tx.saveWaiting({ ...waiting, state: 'offered', offer: id })
  await tx.enqueue({ task: 'booking-mail', message: 'offer', booking: id })
  await tx.enqueue({ task: 'booking-sweep', slot: slot.id }, { at: heldUntil })
}

/** Ends what has outlived its time in a slot, and offers what that frees. */
export async function sweepSlot(office: Office, slot: number): Promise<number> {
  return office.store.transaction(async (tx) => {
    const ended = await tx.expireHolds(slot, office.now())
    await offerFreePlaces(office, tx, slot)
    return ended
  })
}

const sweptAtOnce = 500

/** Ends every hold that has outlived its time, and offers what is free to who waits. Gives how many holds ended. */
export async function sweepHolds(office: Office): Promise<number> {
  const swept = new Set<number>()
  let ended = 0
  for (;;) {
    const slots = await office.store.transaction((tx) => tx.slotsToSweep(office.now(), sweptAtOnce))
    const fresh = slots.filter((slot) => !swept.has(slot))
    for (const slot of fresh) {
      ended += await sweepSlot(office, slot)
      swept.add(slot)
    }
    if (fresh.length === 0 || slots.length < sweptAtOnce) return ended
  }
}
