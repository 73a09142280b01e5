import { stateAt } from '../../office/booking/booking-rules.ts'
import type { Place } from '../../office/place.ts'
import { localTime } from '../../office/tickets/local-time.ts'
import type { Ticket } from '../../office/tickets/ticket.ts'
import type { BookingRow } from '../booking/booking-ports.ts'
import { markArrived, markMissed, markServed } from '../booking/note-visit.ts'
import { readyForPickup, type PickupReadiness } from '../booking/ready-for-pickup.ts'
import type { Office, Tx } from '../ports.ts'
import { cleanCode } from '../tracking-code.ts'

export type BookingHere =
  | { readonly kind: 'here'; readonly booking: BookingRow }
  | { readonly kind: 'OtherPlace'; readonly place: string }
  | { readonly kind: 'WrongDay'; readonly date: string }
  | { readonly kind: 'Cancelled' | 'NotConfirmed' | 'Ended' | 'NotOurs' }

/**
 * The booking that somebody shows at a place: by its id, as its QR code has it, or by the eight letters and digits that
 * can be said. Codes are made by chance: of two alike, the one of today and here is meant.
 */
export async function bookingHere(office: Office, tx: Tx, place: Place, shown: { readonly id: string | null; readonly text: string }): Promise<BookingHere> {
  const byId = shown.id === null ? null : await tx.booking(shown.id)
  const code = cleanCode(shown.text.slice(-40))
  const found = byId ? [byId] : code.length === 8 ? await tx.bookingsByCode(`${code.slice(0, 4)}-${code.slice(4)}`) : []
  const today = localTime(office.now(), place.zone).date
  const dateOf = (booking: BookingRow) => localTime(booking.startsAt, place.zone).date
  const booking = found.find((each) => each.place === place.code && dateOf(each) === today) ?? found.find((each) => each.place === place.code) ?? found[0]
  if (!booking) return { kind: 'NotOurs' }
  const state = stateAt(booking, office.now())
  if (state === 'cancelled' || state === 'expired') return { kind: 'Cancelled' }
  if (booking.place !== place.code) return { kind: 'OtherPlace', place: booking.place }
  if (dateOf(booking) !== today) return { kind: 'WrongDay', date: dateOf(booking) }
  if (state === 'held') return { kind: 'NotConfirmed' }
  return state === 'confirmed' || state === 'arrived' ? { kind: 'here', booking } : { kind: 'Ended' }
}

/** The person with the booking is there and has a ticket. False when the booking no longer allows it. */
export async function openBookingOf(office: Office, tx: Tx, booking: string, by: string | null): Promise<boolean> {
  return (await markArrived(office, tx, { booking, by })).ok
}

/** What became of the ticket is what became of the booking that it was made from: over, or nobody came to the counter. */
export async function closeBookingOf(office: Office, tx: Tx, ticket: Ticket, by: string | null): Promise<void> {
  if (ticket.booking === null) return
  if (ticket.state === 'served' || ticket.state === 'not-served') await markServed(office, tx, { booking: ticket.booking, by })
  if (ticket.state === 'left') await markMissed(office, tx, { booking: ticket.booking, by })
}

/** Whether what somebody comes to collect is there, as the record is now; null when they do not come to collect. */
export async function readyOf(office: Office, tx: Tx, ticket: Ticket): Promise<PickupReadiness | null> {
  const booking = ticket.booking === null ? null : await tx.booking(ticket.booking)
  return booking?.application ? readyForPickup(office, tx, booking) : null
}
