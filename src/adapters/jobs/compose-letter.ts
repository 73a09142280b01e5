import { readBookingMail } from '../../usecases/booking/read-booking-mail.ts'
import { readForPickupMail } from '../../usecases/booking/read-for-pickup-mail.ts'
import { readForDeliveryMail } from '../../usecases/deliveries/read-for-delivery-mail.ts'
import { phoneCode } from '../../usecases/messages/change-contact.ts'
import type { TextChannel } from '../../office/messages/channel.ts'
import type { Spread } from '../../usecases/messages/send-message.ts'
import { openPhone } from '../../usecases/messages/phone-of.ts'
import { readTextAnswer } from '../../usecases/messages/read-text-answer.ts'
import type { Job, Office } from '../../usecases/ports.ts'
import { readPromiseMail } from '../../usecases/promises/read-promise-mail.ts'
import { readForMail } from '../../usecases/read-for-mail.ts'
import { writeBookingMail } from './write-booking-mail.ts'
import { writeDeliveryMail } from './write-delivery-mail.ts'
import { writeMail, type Mail } from './write-mail.ts'
import { writePickupMail } from './write-pickup-mail.ts'
import { writePromiseMail } from './write-promise-mail.ts'
import { textOfAnswer, textOfBooking, textOfCase, textOfCode, textOfDelivery, textOfPickup, textOfPromise } from './write-text.ts'

/** A message with its words for each channel, written at the moment it is sent: the queue holds references only. */
export type Letter = {
  /** Null: whoever has the phone it goes to. */
  readonly person: string | null
  readonly kind: string
  readonly application: string | null
  readonly zone: string
  readonly hurried: boolean
  readonly spread: Spread
  /** Null when it goes by text only. Written only if it is sent. */
  readonly mail: (() => Promise<Mail | null>) | null
  readonly text: string | null
  /** Where a text goes that is no matter of choice: a code, an answer. */
  readonly phone: { readonly number: string; readonly channel: TextChannel } | null
}

const usual = { hurried: false, spread: 'chosen' as Spread, phone: null }

/** The message that a job asks for; null when there is nothing (any more) to say. */
export async function composeLetter(office: Office, job: Job): Promise<Letter | null> {
  const { origin } = office
  switch (job.task) {
    case 'mail': {
      const facts = await readForMail(office, job.application)
      if (!facts) return null
      const mail = async () => writeMail(origin, job.message, facts, job.message === 'receipt' ? await office.papers.receipt(facts.receipt) : null)
      const text = textOfCase(origin, job.message, facts)
      // Without something to say by text there is nothing to say at all.
      return text === null ? null : { ...usual, person: facts.person, spread: job.message === 'permit' ? 'and-mail' : 'chosen', kind: `mail.${job.message}`, application: facts.id, zone: facts.receipt.unit.zone, mail, text }
    }
    case 'booking-mail': {
      const facts = await readBookingMail(office, job.booking, job.message)
      if (!facts) return null
      const mail = async () => writeBookingMail(job.message, facts, facts.calendar && (await office.papers.calendar(facts.calendar)))
      return { ...usual, person: facts.person, kind: `booking-mail.${job.message}`, application: facts.application, zone: facts.view.place.zone, hurried: job.message === 'offer', mail, text: textOfBooking(origin, job.message, facts) }
    }
    case 'pickup-mail': {
      const facts = await readForPickupMail(office, job.message, job.booking)
      if (!facts) return null
      const mail = async () => writePickupMail(origin, job.message, facts, facts.calendar && (await office.papers.calendar(facts.calendar)))
      // That a trip would be for nothing is told by every channel.
      return { ...usual, person: facts.person, kind: `pickup-mail.${job.message}`, application: facts.application, zone: facts.booking.place.zone, spread: job.message === 'offer' ? 'everywhere' : 'chosen', mail, text: textOfPickup(origin, job.message, facts) }
    }
    case 'delivery-mail': {
      const facts = await readForDeliveryMail(office, job.delivery)
      return facts && { ...usual, person: facts.person, kind: `delivery-mail.${job.message}`, application: facts.application, zone: facts.zone, mail: async () => writeDeliveryMail(origin, job.message, facts), text: textOfDelivery(origin, job.message, facts) }
    }
    case 'promise-mail': {
      const { message } = job
      if (message !== 'moved' && message !== 'stopped' && message !== 'started') return null
      const facts = await readPromiseMail(office, job.application, message)
      const to = facts?.to[0]
      const mail = facts && to ? writePromiseMail(origin, to, message, facts) : null
      if (!facts || !to || !mail) return null
      return { ...usual, person: to.person, kind: `promise-mail.${message}`, application: facts.id, zone: facts.unit.zone, mail: async () => mail, text: textOfPromise(origin, message, facts, to.locale) }
    }
    case 'text-code':
      return composeCode(office, job.code)
    case 'text-answer': {
      const facts = await readTextAnswer(office, job.incoming)
      const format = office.services.list()[0]?.numbers.application
      if (!facts || format === undefined) return null
      const text = textOfAnswer(origin, facts, format, office.today().slice(0, 4))
      return { ...usual, person: facts.person, kind: 'text-answer', application: facts.application, zone: facts.zone, mail: null, text, phone: { number: facts.to, channel: facts.channel } }
    }
    default:
      return null
  }
}

async function composeCode(office: Office, id: string): Promise<Letter | null> {
  const channel = office.texting?.channels[0]
  const found = await office.store.transaction(async (tx) => {
    const row = await tx.phoneCode(id)
    // A code that is too old to be used is not worth a message.
    if (!row || row.until <= office.now()) return null
    const [number, person] = [await openPhone(office, tx, row.key, row.phone), await tx.person(row.person)]
    return number && person ? { number, locale: person.locale } : null
  })
  if (!found || channel === undefined) return null
  const text = textOfCode(office.origin, phoneCode(office, id), found.locale)
  return { ...usual, person: null, kind: 'text-code', application: null, zone: 'Asia/Jakarta', mail: null, text, phone: { number: found.number, channel } }
}
