import type { BookingRefusal } from '../../office/booking/booking.ts'
import { stateAt } from '../../office/booking/booking-rules.ts'
import { isUuid, type Refused } from '../act-on-case.ts'
import type { Office, Tx } from '../ports.ts'
import type { Visitor } from '../views.ts'
import type { BookingRow } from './booking-ports.ts'
import { moveBooking } from './change-booking.ts'
import { holdSlot } from './hold-slot.ts'
import { sweepSlot } from './offer-places.ts'

export type ChooseRefusal = BookingRefusal | { readonly kind: 'CaseClosed' }
type Chosen = { readonly ok: true; readonly booking: string } | Refused<ChooseRefusal>
type Request = { readonly slot: number; readonly application: string | null; readonly command: string }

/**
 * The person taps a time: it is held while they confirm. Who went back and taps another time moves the hold, so that one
 * person's looking around keeps one place, not three. A visit for a permit that is not signed yet is tentative.
 */
export async function chooseSlot(office: Office, visitor: Visitor, request: Request): Promise<Chosen> {
  if (request.application !== null && !isUuid(request.application)) return { ok: false, refusal: { kind: 'NotFound' } }
  const { state, held } = await office.store.transaction(async (tx) => ({
    state: request.application === null ? null : ((await tx.caseRow(request.application))?.state ?? null),
    held: await openHold(office, tx, visitor, request),
  }))
  if (state === 'rejected' || state === 'withdrawn') return { ok: false, refusal: { kind: 'CaseClosed' } }
  if (held && stateAt(held, office.now()) === 'held') return moveBooking(office, visitor, { booking: held.id, slot: request.slot, command: request.command })
  // A hold that ran out stands in the way until it is swept.
  if (held) await sweepSlot(office, held.slot)
  return holdSlot(office, visitor, { ...request, tentative: state !== null && state !== 'approved' })
}

/** The hold of the same errand that the person has not confirmed; never one that the office offered them. */
async function openHold(office: Office, tx: Tx, visitor: Visitor, request: Request): Promise<BookingRow | null> {
  const slot = Number.isSafeInteger(request.slot) && request.slot > 0 ? await tx.slot(request.slot) : null
  if (!slot) return null
  for (const row of await tx.bookingsOf(visitor.person)) {
    if (row.state !== 'held' || row.desk !== slot.desk || row.application !== request.application || row.id === request.command) continue
    if (request.application === null && row.place !== slot.place) continue
    if ((await tx.pickupOfferByHeld(row.id)) || (await tx.waitingOfOffer(row.id))) continue
    return row
  }
  return null
}
