import type { Text } from '../service.ts'

/**
 * When a desk of a place can be booked, and for how many. Data that a head of unit changes.
 *
 * Capacity of a slot = counters on duty x visits a counter serves in one slot.
 */
export type SlotRules = {
  /** Minutes of one slot. */
  readonly minutes: number
  /** How many booked visits one counter serves within a slot. */
  readonly perCounter: number
  /** By ISO weekday (1 Monday to 7 Sunday): when counters are on duty for bookings. Never outside the place's opening hours. */
  readonly weekly: { readonly [weekday: number]: readonly DutySpan[] }
  /** Notice that the office needs: a slot can be booked until so many minutes before it starts. */
  readonly leadMinutes: number
  /** The last slot of a span starts at least so many minutes before the span ends. */
  readonly lastBookingMinutes: number
  /** How many days ahead a slot can be booked. */
  readonly horizonDays: number
  /** What is different on one date, `YYYY-MM-DD`. */
  readonly exceptions: { readonly [date: string]: DayException }
}

/** Counters on duty in a part of a day, local time `HH:MM`; the end is not included. */
export type DutySpan = { readonly from: string; readonly to: string; readonly counters: number }

export type DayException =
  | { readonly kind: 'closed'; readonly reason: Text }
  /** Other hours that day, in place of the weekly ones and of the opening hours. */
  | { readonly kind: 'other'; readonly spans: readonly DutySpan[]; readonly reason: Text }

/** A stretch of time that can be booked `capacity` times. Instants in epoch milliseconds; the end is not included. */
export type SlotTime = { readonly startsAt: number; readonly endsAt: number; readonly capacity: number }

/** National holidays and joint leave, `YYYY-MM-DD` to name. The office is closed, whatever the rules say. */
export type ClosedDays = ReadonlyMap<string, Text>

export type RulesProblem = { readonly kind: 'BadRules'; readonly field: keyof SlotRules; readonly at?: string }
