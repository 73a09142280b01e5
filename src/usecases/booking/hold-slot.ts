import type { BookingRefusal } from '../../office/booking/booking.ts'
import { holdMinutes, mostBookings, stateAt } from '../../office/booking/booking-rules.ts'
import { isUuid, type Refused } from '../act-on-case.ts'
import type { Office } from '../ports.ts'
import { sayableCode } from '../tracking-code.ts'
import type { Visitor } from '../views.ts'
import type { Held } from './booking-ports.ts'

export type HeldSlot = { readonly ok: true; readonly booking: string; readonly heldUntil: number }

/**
 * Holds a place in a slot for some minutes, while the person confirms. The command's id is the booking's id: the same
 * request again finds the same hold. `tentative`: for something that is not there yet.
 */
export async function holdSlot(
  office: Office,
  visitor: Visitor,
  request: { readonly slot: number; readonly application?: string | null; readonly tentative?: boolean; readonly command: string },
): Promise<HeldSlot | Refused<BookingRefusal>> {
  if (!isUuid(request.command)) throw new Error('A command needs an id.')
  const application = request.application ?? null
  if (!Number.isSafeInteger(request.slot) || request.slot < 1 || (application !== null && !isUuid(application))) return { ok: false, refusal: { kind: 'NotFound' } }
  const now = office.now()
  const held = await office.store.single((tx) =>
    tx.holdSlot({
      id: request.command,
      slot: request.slot,
      person: visitor.person,
      application,
      code: bookingCode(office, request.command),
      now,
      heldUntil: now + holdMinutes * 60_000,
      tentative: request.tentative ?? false,
      most: mostBookings,
    }),
  )
  return answerOf(request.command, held, now)
}

function answerOf(booking: string, held: Held, now: number): HeldSlot | Refused<BookingRefusal> {
  if (held.outcome === 'AlreadyBooked') return { ok: false, refusal: { kind: 'AlreadyBooked', booking: held.booking } }
  if (held.outcome === 'TooMany') return { ok: false, refusal: { kind: 'TooMany', most: mostBookings } }
  if (held.outcome !== 'held') return { ok: false, refusal: { kind: held.outcome } }
  const state = stateAt(held, now)
  if (state === 'expired') return { ok: false, refusal: { kind: 'HoldExpired' } }
  if (state === 'cancelled') return { ok: false, refusal: { kind: 'Over', state } }
  return { ok: true, booking, heldUntil: held.heldUntil ?? now }
}

/** What is said at the counter: 40 bits of a keyed digest of the booking's id, the same at each retry. */
export function bookingCode(office: Office, id: string): string {
  return sayableCode(office.seals.mac('booking-code', id))
}
