import { words } from '#words'
import type { Locale } from '../../office/service.ts'
import type { BookingMail } from '../../usecases/booking/booking-ports.ts'
import type { BookingMailFacts } from '../../usecases/booking/read-booking-mail.ts'
import { dateAndTime, zoneName } from '../moments.ts'
import { letter, type Mail } from './write-mail.ts'

/** The words of a message about a booking, in the reader's language; `calendar` is its iCalendar file. */
export function writeBookingMail(message: BookingMail, facts: BookingMailFacts, calendar: Uint8Array | null): Mail {
  const { locale, view } = facts
  const t = words(locale)
  const { zone } = view.place
  const when = t('mail.booking.when', { day: dayWords(view.date, locale), from: view.from, to: view.to, zone: zoneName(view.startsAt, locale, zone) })
  const base = { desk: view.desk.name[locale], when, place: view.place.name[locale], address: view.place.address, code: view.code }
  const isTentative = view.tentative && (message === 'booked' || message === 'moved')
  const body = { facts: t('mail.booking.facts', base) + (isTentative ? `\n\n${t('mail.pickup.tentative')}` : ''), page: facts.page }
  return {
    to: facts.to,
    subject: t(`mail.booking.${message}.subject`, base),
    text: letter(locale, t(`mail.booking.${message}.body`, { ...body, until: facts.until === null ? '' : dateAndTime(facts.until, locale, 'date-time', zone), nearest: nearestWords(facts) })),
    ...(calendar && facts.calendar
      ? { attachments: [{ filename: 'booking.ics', content: calendar, contentType: `text/calendar; charset=utf-8; method=${facts.calendar.method}` }] }
      : {}),
  }
}

function nearestWords({ locale, nearest }: BookingMailFacts): string {
  const t = words(locale)
  const times = nearest.map((slot) => `- ${dayWords(slot.date, locale)}, ${slot.from}`).join('\n')
  return times === '' ? t('mail.booking.hurt.none') : t('mail.booking.hurt.nearest', { times })
}

/** A local date in words: `Kamis, 26 November 2026`. */
function dayWords(date: string, locale: Locale): string {
  const format = new Intl.DateTimeFormat(locale === 'id' ? 'id-ID' : 'en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
  return format.format(Date.parse(`${date}T00:00:00Z`))
}
