import type { QueueRules } from './queue-rules.ts'
import type { Priority } from './ticket.ts'

/** A ticket in the line, as far as the order needs it. */
export type Waiting = {
  readonly id: string
  readonly desk: string
  /** The place in line: epoch milliseconds, earlier is nearer to the counter. */
  readonly since: number
  /** Decides between two of the same instant. */
  readonly order: number
  readonly booked: boolean
  readonly priority: Priority | null
  /** The only counter that it waits for. */
  readonly counter: string | null
}

/** A counter that calls. */
export type Caller = {
  readonly number: string
  readonly desks: readonly string[]
  /** How many of its calls in a row overtook somebody. */
  readonly favours: number
}

/** Why this one: the turn in line, or the rule by which it goes before others. */
export type CallRule = 'turn' | 'booked' | 'priority'

export type NextTicket<T extends Waiting> = { readonly ticket: T; readonly rule: CallRule; readonly favours: number }

/**
 * Who is next at a counter. One line over all desks that it serves, by `since`: walk-ins from when they came, booked
 * people from their booked time. People with priority and booked people whose time has come go before the others, the
 * longest waiting first, but at most `favoursInARow` times in a row; then whoever is first in line is called. So nobody
 * is overtaken without a rule that is named, and nobody waits for ever: with n people before you it is your turn after
 * at most (n + 1) x (favoursInARow + 1) calls.
 *
 * Somebody who was sent to one counter waits for that one, as long as it is open (`open` has the numbers of all open
 * counters). Null when nobody waits here.
 */
export function nextTicket<T extends Waiting>(waiting: readonly T[], caller: Caller, rules: QueueRules, now: number, open: ReadonlySet<string>): NextTicket<T> | null {
  let first: T | null = null
  let favoured: T | null = null
  for (const ticket of waiting) {
    if (!isFor(ticket, caller, open)) continue
    if (first === null || isBefore(ticket, first)) first = ticket
    if (goesBefore(ticket, now) && (favoured === null || isBefore(ticket, favoured))) favoured = ticket
  }
  if (first === null) return null
  if (favoured === null || favoured === first || caller.favours >= rules.favoursInARow) return { ticket: first, rule: 'turn', favours: 0 }
  return { ticket: favoured, rule: favoured.priority ? 'priority' : 'booked', favours: caller.favours + 1 }
}

/** Order in the line. */
export function isBefore(one: Waiting, other: Waiting): boolean {
  return one.since < other.since || (one.since === other.since && one.order < other.order)
}

function isFor(ticket: Waiting, caller: Caller, open: ReadonlySet<string>): boolean {
  if (!caller.desks.includes(ticket.desk)) return false
  return ticket.counter === null || ticket.counter === caller.number || !open.has(ticket.counter)
}

function goesBefore(ticket: Waiting, now: number): boolean {
  return ticket.priority !== null || (ticket.booked && ticket.since <= now)
}
