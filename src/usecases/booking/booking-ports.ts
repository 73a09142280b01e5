import type { Booking, BookingState } from '../../office/booking/booking.ts'
import type { SlotRules, SlotTime } from '../../office/booking/slot-rules.ts'
import type { Place } from '../../office/place.ts'
import type { BookingEventType, WaitingView } from './booking-views.ts'

/** What the use cases of places, slots and bookings read and write in a transaction. Instants in epoch milliseconds. */
export type BookingTx = {
  /** A place, read within the transaction: one that waits for another connection while it holds locks could stop everybody. */
  place(code: string): Promise<Place | null>

  /** The rules of a desk as they are now; null when there are none. */
  slotRules(place: string, desk: string): Promise<{ readonly rules: SlotRules; readonly version: number } | null>
  /** Only the next version can be saved: false when somebody else saved it first. */
  saveSlotRules(row: { readonly place: string; readonly desk: string; readonly unit: string; readonly version: number; readonly rules: SlotRules; readonly by: string | null; readonly at: number }): Promise<boolean>

  /** One at a time lays out the slots of a desk. Held until commit. */
  lockLayout(place: string, desk: string): Promise<void>
  /** Until which local date the slots of a desk are laid out, and by which version of its rules. */
  layout(place: string, desk: string): Promise<{ readonly until: string; readonly version: number } | null>
  saveLayout(row: { readonly place: string; readonly desk: string; readonly until: string; readonly version: number }): Promise<void>
  /** Adds what is not there, sets the capacity of what is, and 0 for all others that start in [since, until). */
  laySlots(row: { readonly place: string; readonly desk: string; readonly unit: string; readonly since: number; readonly until: number; readonly slots: readonly (SlotTime & { readonly opensAt: number; readonly closesAt: number })[] }): Promise<void>

  /** Slots of a desk that start in [from, to), with what is free: expired holds count as free. */
  slotsBetween(place: string, desk: string, from: number, to: number, now: number): Promise<readonly SlotRow[]>
  slot(id: number): Promise<SlotRow | null>
  /** The first slots of desks that can be booked now, by `place/desk`. */
  firstFree(desks: readonly { readonly place: string; readonly desk: string }[], now: number): Promise<ReadonlyMap<string, SlotRow>>
  /** Free slots of a desk nearest to an instant. */
  nearestFree(place: string, desk: string, to: number, now: number, limit: number): Promise<readonly SlotRow[]>

  /** Holds a place, or says why not. The same id again gives what the first time gave. One statement. */
  holdSlot(hold: Hold): Promise<Held>
  /** Reads a booking and locks it with its slot, and with other slots, until commit. */
  lockBooking(id: string, otherSlots?: readonly number[]): Promise<BookingRow | null>
  /** Takes a place in a slot that is locked; expired holds make room. False when it is full. */
  takePlace(slot: number, now: number): Promise<boolean>
  /** Gives a place of a slot that is locked back. */
  givePlace(slot: number): Promise<void>
  saveBooking(row: BookingRow): Promise<void>
  booking(id: string): Promise<BookingRow | null>
  bookingsByCode(code: string): Promise<readonly BookingRow[]>
  bookingsOf(person: string): Promise<readonly BookingRow[]>
  /** Bookings of slots that take up room (holds that last, and all that was not cancelled), the first booked first. */
  bookingsIn(slots: readonly number[], now: number): Promise<readonly BookingRow[]>
  bookingOfApplication(application: string, desk: string, now: number): Promise<BookingRow | null>
  /** Slots in which a hold's time is over, or something is free that somebody waits for. */
  slotsToSweep(now: number, limit: number): Promise<readonly number[]>
  /** Ends the holds of a slot whose time is over, and locks the slot. Gives how many. */
  expireHolds(slot: number, now: number): Promise<number>

  noteBooking(event: { readonly booking: string; readonly unit: string; readonly what: BookingEventType; readonly by: string | null; readonly role: 'person' | 'staff' | 'office'; readonly at: number }): Promise<void>
  bookingHistory(booking: string): Promise<readonly { readonly what: BookingEventType; readonly at: number; readonly by: 'person' | 'staff' | 'office' }[]>

  saveWaiting(row: WaitingRow): Promise<void>
  waiting(id: string, lock?: boolean): Promise<WaitingRow | null>
  waitingOf(person: string): Promise<readonly WaitingRow[]>
  waitingOfOffer(booking: string): Promise<WaitingRow | null>
  /** How many wait for the same desk before this one. */
  waitingBefore(row: WaitingRow): Promise<number>
  /** The first who waits for a desk on a date, locked against another taker; null when nobody does. */
  nextWaiting(place: string, desk: string, date: string): Promise<WaitingRow | null>
}

/** Their work for later. Jobs carry references, never personal data. */
export type BookingJob =
  | { readonly task: 'booking-mail'; readonly message: BookingMail; readonly booking: string }
  /** Ends expired holds and offers freed places: of one slot, or wherever there are some. */
  | { readonly task: 'booking-sweep'; readonly slot?: number }
  /** Lays out the slots of every desk anew, by its rules and the calendar as they are. */
  | { readonly task: 'lay-out-slots' }

export type BookingMail = 'booked' | 'moved' | 'cancelled' | 'offer' | 'hurt'

export type SlotRow = {
  readonly id: number
  readonly unit: string
  readonly place: string
  readonly desk: string
  readonly startsAt: number
  readonly endsAt: number
  readonly capacity: number
  readonly taken: number
  /** Never below 0: capacity may have been cut to less than what is taken. */
  readonly left: number
  readonly opensAt: number
  readonly closesAt: number
}

export type BookingRow = Booking

export type Hold = {
  readonly id: string
  readonly slot: number
  readonly person: string
  readonly application: string | null
  readonly code: string
  readonly now: number
  readonly heldUntil: number
  readonly tentative: boolean
  readonly most: number
}

export type Held =
  | { readonly outcome: 'held'; readonly state: BookingState; readonly heldUntil: number | null }
  | { readonly outcome: 'NotFound' | 'NotYours' | 'SlotFull' | 'SlotPast' | 'TooSoon' | 'TooFar' | 'Closed' | 'TooMany' }
  | { readonly outcome: 'AlreadyBooked'; readonly booking: string | null }

export type WaitingRow = {
  readonly id: string
  readonly unit: string
  readonly place: string
  readonly desk: string
  readonly person: string
  readonly application: string | null
  /** Local dates, `YYYY-MM-DD`, both included. */
  readonly from: string
  readonly to: string
  readonly state: WaitingView['state']
  /** The booking that is held for them. */
  readonly offer: string | null
  readonly joinedAt: number
}
