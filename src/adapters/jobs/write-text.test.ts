import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placesOf } from '../../office/messages/gsm-text.ts'
import type { AnswerFacts } from '../../usecases/messages/read-text-answer.ts'
import type { BookingMailFacts } from '../../usecases/booking/read-booking-mail.ts'
import type { PickupMailFacts } from '../../usecases/booking/read-for-pickup-mail.ts'
import type { DeliveryMailFacts } from '../../usecases/deliveries/read-for-delivery-mail.ts'
import type { PromiseMail } from '../../usecases/promises/read-promise-mail.ts'
import type { MailFacts } from '../../usecases/read-for-mail.ts'
import { textOfAnswer, textOfBooking, textOfCase, textOfCode, textOfDelivery, textOfPickup, textOfPromise } from './write-text.ts'

const origin = 'https://izin.kota.example'
const zone = 'Asia/Jakarta'
const number = 'IP-26-000123-0'
const at = Date.parse('2026-11-25T09:30:00Z')
const place = { zone, name: { id: 'Mal Pelayanan Publik Jakarta', en: 'Mal Pelayanan Publik Jakarta' } }
const locales = ['id', 'en'] as const

const answers = ['status', 'how', 'help', 'mistyped', 'stopped', 'started'] as const
const states = ['checking', 'signing', 'correction', 'approved', 'rejected', 'withdrawn'] as const

/** Facts as the use cases give them, of which the words need only these. */
const some = <T>(facts: object): T => facts as T

function everything(locale: 'id' | 'en'): readonly string[] {
  const permit = { number: '0123.IP.3171.2026' }
  const ofCase = (deadline: number | null) => some<MailFacts>({ number, code: '7K3M-Q9TA', locale, deadline, permit, correction: 'x', receipt: { unit: { zone } } })
  const booking = some<BookingMailFacts>({ locale, until: at, view: { place, startsAt: at, code: 'K7Q-2MX' } })
  const pickup = (offer: object | null) => some<PickupMailFacts>({ locale, number, booking: { place, startsAt: at, code: 'K7Q-2MX' }, offer })
  const promise = some<PromiseMail>({ number, unit: { zone }, moved: { from: at, to: at }, deadline: at })
  const delivery = some<DeliveryMailFacts>({ locale, number, code: '4821-7730' })
  const answer = (facts: object) => textOfAnswer(origin, some<AnswerFacts>({ locale, zone, answer: 'status', standing: null, ...facts }), 'IP-{yy}-{seq:6}-{check}', '2026')
  const standings = states.flatMap((state) => [true, false].flatMap((isLate) => [at, null].flatMap((deadline) => [true, false].map((waitsForPayment) => ({ number, state, isLate, deadline, waitsForPayment, permit: isLate ? permit.number : null })))))
  return [
    ...(['receipt', 'correction', 'rejected', 'permit', 'withdrawn'] as const).flatMap((message) => [at, null].map((deadline) => textOfCase(origin, message, ofCase(deadline)) ?? '')),
    ...(['booked', 'moved', 'cancelled', 'offer', 'hurt'] as const).map((message) => textOfBooking(origin, message, booking)),
    ...(['ready', 'offer'] as const).flatMap((message) => [null, { startsAt: at, until: at }].map((offer) => textOfPickup(origin, message, pickup(offer)))),
    ...(['moved', 'stopped', 'started'] as const).map((message) => textOfPromise(origin, message, promise, locale)),
    ...(['handed-over', 'came-back', 'delivered', 'cancelled'] as const).map((message) => textOfDelivery(origin, message, delivery)),
    textOfCode(origin, '012345', locale),
    ...answers.filter((each) => each !== 'status').map((each) => answer({ answer: each })),
    ...standings.map((standing) => answer({ standing })),
  ]
}

test('Every text fits into one message of 160 letters that every phone shows, in both languages', () => {
  const all = locales.flatMap(everything)
  const wrong = all.filter((text) => {
    const places = placesOf(text)
    return places === null || places < 20 || places > 160 || /undefined|null|NaN|\{|messages\./.test(text)
  })
  assert.deepEqual(wrong, [])
  assert.ok(all.length > 100)
})

test('What was decided in silence is nothing to send, and an answer of silence has no words', () => {
  assert.equal(textOfCase(origin, 'permit', some<MailFacts>({ number, code: '', locale: 'id', deadline: null, permit: null, receipt: { unit: { zone } } })), null)
  assert.equal(textOfAnswer(origin, some<AnswerFacts>({ locale: 'id', zone, answer: 'silence', standing: null }), 'IP-{yy}', '2026'), '')
})
