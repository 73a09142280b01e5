import { dateIn, timeIn } from '../../office/booking/local-time.ts'
import type { Locale } from '../../office/service.ts'
import type { CalendarPaper, Office } from '../ports.ts'
import { bookingAddress, calendarPaper } from './booking-calendar.ts'
import type { BookingMail } from './booking-ports.ts'
import type { BookingView } from './booking-views.ts'
import { bookingView } from './read-booking.ts'

/** What a message about a booking can say. Read when it is sent, so that the queue holds no personal data. */
export type BookingMailFacts = {
  readonly to: string
  readonly person: string
  /** What it is about, when it is about one. */
  readonly application: string | null
  readonly locale: Locale
  readonly view: BookingView
  readonly page: string
  /** For an offer: until when it is kept. */
  readonly until: number | null
  /** For who was hurt by a change of rules: what is free near it. */
  readonly nearest: readonly { readonly date: string; readonly from: string }[]
  readonly calendar: CalendarPaper | null
}

const nearestTold = 3
const fitting: { readonly [message in BookingMail]: readonly BookingView['state'][] } = {
  booked: ['confirmed', 'arrived'],
  moved: ['confirmed', 'arrived'],
  cancelled: ['cancelled'],
  offer: ['held'],
  hurt: ['confirmed'],
}

/** Null when there is nothing (any more) to say: the booking has moved on, and another message tells that. */
export async function readBookingMail(office: Office, booking: string, message: BookingMail): Promise<BookingMailFacts | null> {
  return office.store.transaction(async (tx) => {
    const row = await tx.booking(booking)
    const person = row && (await tx.person(row.person))
    if (!row || !person) return null
    const view = await bookingView(office, tx, row)
    if (!fitting[message].includes(view.state) || (message === 'hurt' && !view.hurt)) return null
    const { zone } = view.place
    const near = message === 'hurt' ? await tx.nearestFree(row.place, row.desk, row.startsAt, office.now(), nearestTold) : []
    const hasCalendar = message === 'booked' || message === 'moved' || message === 'cancelled'
    return {
      to: person.email,
      person: row.person,
      application: row.application,
      locale: person.locale,
      view,
      page: bookingAddress(office, booking),
      until: message === 'offer' ? view.heldUntil : null,
      nearest: near.map((slot) => ({ date: dateIn(zone, slot.startsAt), from: timeIn(zone, slot.startsAt) })),
      calendar: hasCalendar ? calendarPaper(office, view, person.locale, person.email) : null,
    }
  })
}
