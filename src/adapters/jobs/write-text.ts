import { words, type WordKey } from '#words'
import { applicationNumber } from '../../office/numbers.ts'
import { plainText } from '../../office/messages/gsm-text.ts'
import type { Locale } from '../../office/service.ts'
import type { AnswerFacts } from '../../usecases/messages/read-text-answer.ts'
import type { BookingMail } from '../../usecases/booking/booking-ports.ts'
import type { BookingMailFacts } from '../../usecases/booking/read-booking-mail.ts'
import type { PickupMailFacts } from '../../usecases/booking/read-for-pickup-mail.ts'
import type { DeliveryJob } from '../../usecases/deliveries/delivery-ports.ts'
import type { DeliveryMailFacts } from '../../usecases/deliveries/read-for-delivery-mail.ts'
import type { PromiseMail } from '../../usecases/promises/read-promise-mail.ts'
import type { MailFacts } from '../../usecases/read-for-mail.ts'

/** An instant in few letters, in a zone's own time: `Thu 26 Nov, 16:00 WIB`. */
function shortMoment(at: number, locale: Locale, zone: string): string {
  const format = new Intl.DateTimeFormat(locale === 'id' ? 'id-ID' : 'en-GB', { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZone: zone, timeZoneName: 'short' })
  return format.format(at)
}

type Values = Readonly<Record<string, string>>

/** The short version of a message, in letters that every phone shows. */
const say = (locale: Locale, key: WordKey, values: Values): string => plainText(words(locale)(key, values))

const mine = (origin: string) => `${origin}/applications`

export function textOfCase(origin: string, message: 'receipt' | 'correction' | 'rejected' | 'permit' | 'withdrawn', facts: MailFacts): string | null {
  const { number, code, locale } = facts
  if ((message === 'permit' && facts.permit === null) || (message === 'correction' && facts.correction === null)) return null
  const stopped = message === 'receipt' && facts.deadline === null
  const deadline = facts.deadline === null ? '' : shortMoment(facts.deadline, locale, facts.receipt.unit.zone)
  return say(locale, stopped ? 'messages.text.receipt.stopped' : `messages.text.${message}`, { number, code, deadline, permit: facts.permit?.number ?? '', address: mine(origin) })
}

export function textOfBooking(origin: string, message: BookingMail, { view, locale, until }: BookingMailFacts): string {
  const { zone, name } = view.place
  const values = { when: shortMoment(view.startsAt, locale, zone), place: name[locale], code: view.code, until: until === null ? '' : shortMoment(until, locale, zone), address: `${origin}/bookings` }
  return say(locale, `messages.text.${message}`, values)
}

export function textOfPickup(origin: string, message: 'ready' | 'offer', { booking, locale, number, offer }: PickupMailFacts): string {
  const moment = (at: number) => shortMoment(at, locale, booking.place.zone)
  const values = { number, when: moment(booking.startsAt), place: booking.place.name[locale], code: booking.code, offered: offer ? moment(offer.startsAt) : '', until: offer ? moment(offer.until) : '', address: `${origin}/bookings` }
  return say(locale, message === 'offer' && !offer ? 'messages.text.pickup.offer.none' : `messages.text.pickup.${message}`, values)
}

export function textOfPromise(origin: string, message: 'moved' | 'stopped' | 'started', facts: PromiseMail, locale: Locale): string {
  const moment = (at: number | null | undefined) => (at == null ? '-' : shortMoment(at, locale, facts.unit.zone))
  return say(locale, `messages.text.promise.${message}`, { number: facts.number, to: moment(facts.moved?.to), from: moment(facts.moved?.from), deadline: moment(facts.deadline), address: mine(origin) })
}

export function textOfDelivery(origin: string, message: DeliveryJob['message'], { locale, number, code }: DeliveryMailFacts): string {
  return say(locale, `messages.text.delivery.${message}`, { number, code: message === 'handed-over' ? code : '', address: mine(origin) })
}

export function textOfCode(origin: string, code: string, locale: Locale): string {
  return say(locale, 'messages.text.code', { code, host: new URL(origin).host })
}

/** The answer to somebody who wrote. `format` is how an application's number looks, for an example that is nobody's. */
export function textOfAnswer(origin: string, facts: AnswerFacts, format: string, year: string): string {
  const { answer, locale, standing, zone } = facts
  if (answer === 'silence') return ''
  const example = applicationNumber(format, `${year}-01-01`, 123)
  if (answer !== 'status' || standing === null) return say(locale, answer === 'status' ? 'messages.answer.how' : `messages.answer.${answer}`, { example })
  const { number, state, deadline } = standing
  const key =
    state === 'approved' && standing.permit === null
      ? 'approved.unsigned'
      : state === 'checking' || state === 'signing'
        ? standing.waitsForPayment ? 'payment' : deadline === null ? 'stopped-clock' : state
        : state
  return say(locale, `messages.answer.${key}`, { number, address: mine(origin), deadline: deadline === null ? '' : shortMoment(deadline, locale, zone), isLate: String(standing.isLate) })
}
