/**
 * The life of a booking:
 *
 *   held -> confirmed -> arrived -> served
 *     |         |          `-----> missed (nobody came when called, or at all)
 *     |         `-> cancelled
 *     `-> expired (the hold's time ran out) or cancelled
 *
 * A move keeps the booking and its state, and raises its sequence.
 */
export type BookingState = 'held' | 'confirmed' | 'arrived' | 'served' | 'missed' | 'cancelled' | 'expired'

export type Booking = {
  /** The id of the command that held it. */
  readonly id: string
  readonly unit: string
  readonly place: string
  readonly desk: string
  readonly slot: number
  readonly startsAt: number
  readonly endsAt: number
  readonly person: string
  readonly application: string | null
  readonly state: BookingState
  /** Booked for something that is not there yet (a permit to be signed): confirmed for good later. */
  readonly tentative: boolean
  /** Until when a hold lasts; null once it is confirmed. */
  readonly heldUntil: number | null
  /** Said at the counter: eight letters and digits. */
  readonly code: string
  /** iCalendar SEQUENCE: rises with each change that the person's calendar must show. */
  readonly sequence: number
  readonly createdAt: number
  /** Since when a change of rules has left no room for it; the booking stands all the same. */
  readonly hurtAt: number | null
}

export type BookingRefusal =
  | { readonly kind: 'NotFound' }
  | { readonly kind: 'NotYours' }
  /** Nothing left in that slot. */
  | { readonly kind: 'SlotFull' }
  | { readonly kind: 'SlotPast' }
  /** Less notice than the office needs. */
  | { readonly kind: 'TooSoon' }
  /** Further ahead than can be booked. */
  | { readonly kind: 'TooFar' }
  /** The desk does not open then, or no longer. */
  | { readonly kind: 'Closed' }
  | { readonly kind: 'HoldExpired' }
  /** The application has a live booking at that desk, whose id is given. */
  | { readonly kind: 'AlreadyBooked'; readonly booking: string | null }
  /** A person may have at most `most` live bookings. */
  | { readonly kind: 'TooMany'; readonly most: number }
  /** The booking is over: cancelled, expired, served or missed. */
  | { readonly kind: 'Over'; readonly state: BookingState }
  /** It has to be confirmed first. */
  | { readonly kind: 'NotConfirmed' }
  /** The offer of the waiting list went to the next person. */
  | { readonly kind: 'OfferOver' }
