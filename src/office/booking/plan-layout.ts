import type { Booking } from './booking.ts'
import type { SlotTime } from './slot-rules.ts'

/** A slot that is there already: its time, and the live bookings in it, the first booked first. */
export type KeptSlot = { readonly startsAt: number; readonly endsAt: number; readonly bookings: readonly Booking[] }

/**
 * Slots as rules want them beside bookings that were made under other rules. A booking keeps its time; where its slot
 * is no more, the new slots that overlap it have so much less room, so that no counter is promised twice.
 */
export function makeRoom(wanted: readonly SlotTime[], kept: readonly KeptSlot[]): readonly SlotTime[] {
  const starts = new Set(wanted.map((slot) => slot.startsAt))
  const orphans = kept.filter((slot) => slot.bookings.length > 0 && !starts.has(slot.startsAt))
  if (orphans.length === 0) return wanted
  return wanted.map((slot) => {
    const overlapping = orphans.filter((orphan) => orphan.startsAt < slot.endsAt && orphan.endsAt > slot.startsAt)
    const taken = overlapping.reduce((sum, orphan) => sum + orphan.bookings.length, 0)
    return taken === 0 ? slot : { ...slot, capacity: Math.max(0, slot.capacity - taken) }
  })
}

export type HurtBooking = { readonly booking: Booking; readonly because: 'closed' | 'fewer' }

/** Whose bookings a new layout has no room for: all of a slot that is gone, and those booked last where there are fewer counters. */
export function hurtBy(slots: readonly SlotTime[], kept: readonly KeptSlot[]): readonly HurtBooking[] {
  const capacity = new Map(slots.map((slot) => [slot.startsAt, slot.capacity]))
  return kept.flatMap((slot) => {
    const room = capacity.get(slot.startsAt)
    return slot.bookings.slice(room ?? 0).map((booking) => ({ booking, because: room === undefined ? ('closed' as const) : ('fewer' as const) }))
  })
}
