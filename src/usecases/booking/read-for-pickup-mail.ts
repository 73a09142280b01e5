import { stateAt } from '../../office/booking/booking-rules.ts'
import type { Locale } from '../../office/service.ts'
import type { CalendarPaper, Office } from '../ports.ts'
import { calendarPaper } from './booking-calendar.ts'
import type { BookingView } from './booking-views.ts'
import { bookingView } from './read-booking.ts'

export type PickupMailFacts = {
  readonly to: string
  readonly person: string
  readonly application: string
  readonly locale: Locale
  readonly number: string
  readonly booking: BookingView
  /** The calendar's update, once the visit is certain. */
  readonly calendar: CalendarPaper | null
  /** The later slot that is held, and until when it can be taken; null when nothing was free. */
  readonly offer: { readonly startsAt: number; readonly until: number } | null
}

/** What a message about a pickup can say, read when it is sent. Null when it no longer holds: then nothing is sent. */
export async function readForPickupMail(office: Office, message: 'ready' | 'offer', id: string): Promise<PickupMailFacts | null> {
  return office.store.transaction(async (tx) => {
    const now = office.now()
    const row = await tx.booking(id)
    const [person, found] = row?.application ? [await tx.person(row.person), await tx.caseRow(row.application)] : [null, null]
    if (!row?.application || !person || !found || stateAt(row, now) !== 'confirmed') return null
    const booking = await bookingView(office, tx, row)
    const facts = { to: person.email, person: row.person, application: row.application, locale: person.locale, number: found.number, booking, calendar: null }
    if (message === 'ready') return found.state === 'approved' ? { ...facts, offer: null, calendar: calendarPaper(office, booking, person.locale, person.email) } : null
    const offer = await tx.pickupOffer(row.id, row.slot)
    if (offer?.state !== 'open' || offer.until <= now) return null
    const held = offer.held ? await tx.booking(offer.held) : null
    return { ...facts, offer: held && stateAt(held, now) === 'held' ? { startsAt: held.startsAt, until: offer.until } : null }
  })
}
