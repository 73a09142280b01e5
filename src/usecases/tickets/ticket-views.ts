import type { Place } from '../../office/place.ts'
import type { Text } from '../../office/service.ts'
import type { CallRule } from '../../office/tickets/next-ticket.ts'
import type { PickupReadiness } from '../booking/ready-for-pickup.ts'
import type { Cause, Priority, TicketState } from '../../office/tickets/ticket.ts'

/** From when to when a call can be expected, in minutes from now; null while no counter for it is open. */
export type WaitView = { readonly from: number; readonly to: number; readonly before: number } | null

export type DeskView = { readonly key: string; readonly letter: string; readonly name: Text; readonly waiting: number; readonly wait: WaitView }

/** What anyone in the hall may see: numbers, never people. */
export type BoardView = {
  readonly place: { readonly code: string; readonly name: Text; readonly address: string; readonly zone: string }
  readonly calls: readonly { readonly id: number; readonly at: number; readonly number: string; readonly counter: string; readonly name: Text; readonly spoken: string }[]
  readonly counters: readonly { readonly number: string; readonly name: Text; readonly state: 'free' | 'serving' | 'break' | 'closed'; readonly ticket: string | null }[]
  readonly desks: readonly DeskView[]
  readonly open: boolean
}

/** A line of the officer's own line. */
export type WaitingView = {
  readonly id: string
  readonly number: string
  readonly desk: string
  readonly since: number
  readonly arrivedAt: number | null
  readonly bookedAt: number | null
  readonly priority: Priority | null
  readonly onlyCounter: string | null
  /** Whether the permit that they come for is there; null when they come for something else. */
  readonly ready: PickupReadiness | null
}

export type SeatView = {
  readonly place: Place
  readonly counter: { readonly number: string; readonly name: Text; readonly desks: readonly string[] }
  readonly breakSince: number | null
  readonly ticket: (WaitingView & { readonly calls: number; readonly calledAt: number; readonly rest: readonly string[] }) | null
  readonly next: (WaitingView & { readonly rule: CallRule }) | null
  readonly waiting: readonly WaitingView[]
  readonly away: readonly WaitingView[]
  readonly desks: readonly DeskView[]
  readonly counters: BoardView['counters']
}

/** A person's own ticket. */
export type TicketView = {
  readonly id: string
  readonly number: string
  readonly place: Place
  readonly desk: Text
  readonly rest: readonly Text[]
  readonly state: TicketState
  /** The day of the ticket is over. */
  readonly past: boolean
  readonly byPhone: boolean
  readonly takenAt: number
  readonly bookedAt: number | null
  readonly priority: Priority | null
  readonly counter: Text | null
  readonly cause: Cause | null
  readonly mark: number | null
  readonly wait: WaitView
}

export type PlaceFigures = {
  readonly month: string
  readonly place: string
  readonly trips: number
  readonly served: number
  readonly wasted: number
  /** By cause, the most frequent first. */
  readonly causes: readonly { readonly cause: WastedCause; readonly trips: number }[]
}

/** What an officer said, or what happened: gave up waiting, missed the call, or was not reached before closing. */
export type WastedCause = Cause | 'left-waiting' | 'missed-call' | 'not-reached'
