import { words } from '#words'
import type { PickupMailFacts } from '../../usecases/booking/read-for-pickup-mail.ts'
import { dateAndTime } from '../moments.ts'
import { letter, type Mail } from './write-mail.ts'

/** The words about a pickup: that it is certain now, or that it would be for nothing and what is held instead. */
export function writePickupMail(origin: string, message: 'ready' | 'offer', facts: PickupMailFacts, calendar: Uint8Array | null): Mail {
  const { to, locale, number, booking, offer } = facts
  const t = words(locale)
  const moment = (at: number) => dateAndTime(at, locale, 'date-time', booking.place.zone)
  const values = { number, when: moment(booking.startsAt), place: booking.place.name[locale], address: `${origin}/bookings/${booking.id}` }
  if (message === 'ready') {
    const body = t('mail.pickup.ready.body', { ...values, where: booking.place.address, code: booking.code })
    return { to, subject: t('mail.pickup.ready.subject', { number }), text: letter(locale, body), ...(calendar ? { attachments: [{ filename: 'booking.ics', content: calendar, contentType: 'text/calendar; charset=utf-8; method=REQUEST' }] } : {}) }
  }
  const body = offer ? t('mail.pickup.offer.body', { ...values, offered: moment(offer.startsAt), until: moment(offer.until) }) : t('mail.pickup.offer.none.body', values)
  return { to, subject: t('mail.pickup.offer.subject', { number }), text: letter(locale, body) }
}
