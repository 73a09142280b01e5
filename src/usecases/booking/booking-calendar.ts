import type { Locale } from '../../office/service.ts'
import type { BookingRefusal } from '../../office/booking/booking.ts'
import type { Refused } from '../act-on-case.ts'
import type { CalendarPaper, Office } from '../ports.ts'
import type { Visitor } from '../views.ts'
import type { BookingView } from './booking-views.ts'
import { readBooking } from './read-booking.ts'

/** The page of a booking, for its person. */
export const bookingAddress = (office: Office, id: string): string => `${office.origin}/bookings/${id}`

/** A booking as calendars take it. `attendee` is the address an invitation goes to, null for a file to download. */
export function calendarPaper(office: Office, view: BookingView, locale: Locale, attendee: string | null): CalendarPaper {
  const isOff = view.state === 'cancelled' || view.state === 'expired'
  const { place, desk, startsAt, endsAt, sequence, code, tentative } = view
  return {
    locale, place, desk, startsAt, endsAt, sequence, code, attendee, tentative, booking: view.id, at: office.now(), address: bookingAddress(office, view.id),
    method: isOff ? 'CANCEL' : attendee === null ? 'PUBLISH' : 'REQUEST',
  }
}

/** The booking as an iCalendar file, for its person to put in a calendar. */
export async function bookingCalendarFile(
  office: Office,
  visitor: Visitor,
  id: string,
): Promise<{ readonly ok: true; readonly file: { readonly name: string; readonly mime: string; readonly bytes: Uint8Array } } | Refused<BookingRefusal>> {
  const read = await readBooking(office, visitor, id)
  if (!read.ok) return read
  const { view } = read
  if (view.state === 'held') return { ok: false, refusal: { kind: 'NotConfirmed' } }
  const bytes = await office.papers.calendar(calendarPaper(office, view, visitor.locale, null))
  return { ok: true, file: { name: `${view.place.code}-${view.date}.ics`, mime: 'text/calendar; charset=utf-8', bytes } }
}
