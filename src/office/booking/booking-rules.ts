import type { Booking, BookingRefusal, BookingState } from './booking.ts'

/** How many live bookings a person may have at once, so that nobody keeps places from others. */
export const mostBookings = 3
/** How long a place is held while somebody confirms. Minutes. */
export const holdMinutes = 10
/** How long a freed place is held for who is offered it from the waiting list. Minutes. */
export const offerMinutes = 120

type Known = Pick<Booking, 'person' | 'state' | 'heldUntil' | 'startsAt'>
type Refused = BookingRefusal | null

/** The state as it is at an instant: a hold whose time is over has expired, whether or not anybody noted it. */
export function stateAt(booking: Pick<Booking, 'state' | 'heldUntil'>, now: number): BookingState {
  return booking.state === 'held' && booking.heldUntil !== null && booking.heldUntil <= now ? 'expired' : booking.state
}

export function refuseConfirm(booking: Known, person: string, now: number): Refused {
  if (booking.person !== person) return { kind: 'NotYours' }
  const state = stateAt(booking, now)
  if (state === 'expired') return { kind: 'HoldExpired' }
  if (state === 'held') return booking.startsAt <= now ? { kind: 'SlotPast' } : null
  return state === 'confirmed' ? null : { kind: 'Over', state }
}

export function refuseMove(booking: Known, person: string, now: number): Refused {
  const refusal = refuseConfirm(booking, person, now)
  if (refusal) return refusal
  return booking.startsAt <= now ? { kind: 'SlotPast' } : null
}

/** Cancelling what is cancelled already is no fault; what has been used or is past can't be. */
export function refuseCancel(booking: Known, person: string, now: number): Refused {
  if (booking.person !== person) return { kind: 'NotYours' }
  const state = stateAt(booking, now)
  if (state === 'arrived' || state === 'served' || state === 'missed') return { kind: 'Over', state }
  return state === 'confirmed' && booking.startsAt <= now ? { kind: 'SlotPast' } : null
}

const steps: { readonly [to in 'arrived' | 'served' | 'missed']: readonly BookingState[] } = {
  arrived: ['confirmed', 'arrived'],
  served: ['confirmed', 'arrived', 'served'],
  missed: ['confirmed', 'arrived', 'missed'],
}

/** What the counter notes of a booking. The same note twice is no fault. */
export function refuseNote(booking: Known, to: 'arrived' | 'served' | 'missed', now: number): Refused {
  const state = stateAt(booking, now)
  if (steps[to].includes(state)) return null
  return state === 'held' ? { kind: 'NotConfirmed' } : { kind: 'Over', state }
}

/** Null when a slot can be booked now, else why not. Whether it has room is told when it is taken. */
export function refuseSlot(slot: { readonly startsAt: number; readonly opensAt: number; readonly closesAt: number; readonly capacity: number }, now: number): Refused {
  if (slot.startsAt <= now) return { kind: 'SlotPast' }
  if (slot.capacity === 0) return { kind: 'Closed' }
  if (now > slot.closesAt) return { kind: 'TooSoon' }
  return now < slot.opensAt ? { kind: 'TooFar' } : null
}
