import type { BookingState } from '../../office/booking/booking.ts'
import type { SlotRules } from '../../office/booking/slot-rules.ts'
import type { Desk, Place } from '../../office/place.ts'
import type { Text } from '../../office/service.ts'

/** A place that serves a purpose, as somebody looking for one sees it. */
export type PlaceView = {
  readonly place: Place
  readonly desk: Desk
  /** Kilometres as the crow flies; null when it is not known from where. */
  readonly distanceKm: number | null
  /** The first local date with a free slot, `YYYY-MM-DD`; null when none is free as far ahead as can be booked. */
  readonly firstFree: string | null
}

export type DayView = {
  /** Local date of the place, `YYYY-MM-DD`. */
  readonly date: string
  readonly left: number
  /** How many the day holds; 0 when it is closed. */
  readonly capacity: number
  /** Why it can't be booked, though there may be slots; null when it can (or is full: `left` 0). */
  readonly closed: null | { readonly kind: 'weekday' | 'too-soon' } | { readonly kind: 'holiday' | 'exception'; readonly reason: Text }
  /** The first day with something free. */
  readonly firstFree: boolean
}

export type DaysView = { readonly place: Place; readonly desk: Desk; readonly today: string; readonly days: readonly DayView[] }

export type TimeView = {
  readonly slot: number
  readonly startsAt: number
  readonly endsAt: number
  /** Local time of the place, `HH:MM`. */
  readonly from: string
  readonly to: string
  readonly left: number
  readonly capacity: number
  readonly bookable: boolean
}

export type TimesView = { readonly place: Place; readonly desk: Desk; readonly date: string; readonly times: readonly TimeView[] }

/** A person's own booking. */
export type BookingView = {
  readonly id: string
  readonly place: Place
  readonly desk: Desk
  readonly slot: number
  readonly startsAt: number
  readonly endsAt: number
  /** Local date of the place, `YYYY-MM-DD`, and times `HH:MM`. */
  readonly date: string
  readonly from: string
  readonly to: string
  readonly application: string | null
  /** As it is now: a hold whose time is over is `expired`, swept or not. */
  readonly state: BookingState
  readonly tentative: boolean
  readonly heldUntil: number | null
  /** `7K3M-Q9TA`. */
  readonly code: string
  readonly sequence: number
  readonly mayMove: boolean
  readonly mayCancel: boolean
  /** The rules changed under it: it stands, but moving it would help. */
  readonly hurt: boolean
  /** What happened to it, in order. */
  readonly history: readonly { readonly what: BookingEventType; readonly at: number; readonly by: 'person' | 'staff' | 'office' }[]
}

export type BookingEventType =
  | 'held' | 'offered' | 'confirmed' | 'moved' | 'cancelled' | 'expired' | 'arrived' | 'served' | 'missed' | 'read' | 'hurt'

/** A booking as the counter sees it. */
export type CounterBookingView = BookingView & { readonly person: string; readonly name: string; readonly number: string | null }

export type WaitingView = {
  readonly id: string
  readonly place: Place
  readonly desk: Desk
  readonly from: string
  readonly to: string
  readonly state: 'waiting' | 'offered' | 'accepted' | 'declined' | 'expired' | 'left'
  /** Place in the list, 1 is next; null when no longer waiting. */
  readonly position: number | null
  /** What is held for them until when. */
  readonly offer: null | { readonly slot: number; readonly startsAt: number; readonly endsAt: number; readonly date: string; readonly fromTime: string; readonly until: number }
}

export type MineBookings = { readonly upcoming: readonly BookingView[]; readonly past: readonly BookingView[]; readonly waiting: readonly WaitingView[] }

/** Whom a change of rules hurts, and what is free nearest to each. */
export type Hurt = {
  readonly booking: string
  readonly startsAt: number
  readonly date: string
  readonly from: string
  /** The time is gone, or there are fewer counters than bookings. */
  readonly because: 'closed' | 'fewer'
  /** `slot` is null for one that only the new rules make. */
  readonly nearest: readonly { readonly slot: number | null; readonly startsAt: number; readonly date: string; readonly from: string }[]
}

export type RulesView = { readonly place: Place; readonly desk: Desk; readonly rules: SlotRules; readonly version: number }
