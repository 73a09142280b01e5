import { routeOf, type Channel, type TextChannel } from '../../office/messages/channel.ts'
import { nextStep, type MessageFact, type Step } from '../../office/messages/next-step.ts'
import { quietUntil, usualQuiet } from '../../office/messages/quiet-hours.ts'
import type { Job, Office, Tx } from '../ports.ts'
import type { MessageRow } from './message-ports.ts'
import { openPhone, textsTo } from './phone-of.ts'

export type Spread = 'chosen' | 'and-mail' | 'everywhere'

/** A message that is to be sent, before it is known by which channel. */
export type NewMessage = {
  /** The same for each run of the job that causes it. */
  readonly once: string
  /** Null: it goes to a phone that is no matter of choice, by `direct`. */
  readonly person: string | null
  readonly direct: TextChannel | null
  readonly kind: string
  readonly application: string | null
  /** IANA time zone of the unit: quiet hours are told in it. */
  readonly zone: string
  readonly job: Job
  /** There are words short enough for a text. */
  readonly textable: boolean
  /** It means nothing any more in the morning. */
  readonly hurried: boolean
  /** `and-mail`: it carries a document, so that who chose texts gets the mail besides. `everywhere`: by mail and by text, whatever was chosen. */
  readonly spread: Spread
}

/** Puts a message on the record with the channels it will be tried on, once for each cause. Gives its ids: one, or one for mail and one for texts. */
export async function beginMessage(office: Office, message: NewMessage): Promise<readonly string[]> {
  return office.store.transaction(async (tx) => {
    if (message.direct !== null) return [(await addMessage(office, tx, message, [message.direct], 0)).id]
    const contact = message.person === null ? null : await tx.contact(message.person)
    const quiet = quietUntil(office.now(), message.zone, hoursOf(contact)) !== null
    const reach = { chosen: contact?.channel ?? ('mail' as const), texts: textsTo(office, contact) }
    const route = routeOf(reach, { textable: message.textable, silent: quiet && message.hurried })
    const routes = routesOf(route, message.spread)
    const rows: MessageRow[] = []
    for (const [index, way] of routes.entries()) rows.push(await addMessage(office, tx, message, way, index))
    return rows.map(({ id }) => id)
  })
}

/** Mail and texts apart where both are to come; each has its own fallback then. */
function routesOf(route: readonly Channel[], spread: Spread): readonly (readonly Channel[])[] {
  const texts = route.filter((channel) => channel !== 'mail')
  if (texts.length === 0 || spread === 'chosen' || (spread === 'and-mail' && route[0] === 'mail')) return [route]
  return [['mail'], texts]
}

function addMessage(office: Office, tx: Tx, message: NewMessage, route: readonly Channel[], index: number): Promise<MessageRow> {
  const { person, kind, application, zone, job } = message
  return tx.addMessage({ id: office.newId(), once: `${message.once}-${index}`, person, kind, application, zone, route, job, madeAt: office.now() })
}

const hoursOf = (contact: { readonly quietFrom: number; readonly quietUntil: number } | null) =>
  contact ? { from: contact.quietFrom, until: contact.quietUntil } : usualQuiet

export type Sending = { readonly row: MessageRow; readonly step: Step }

/** What is to be done with a message now; null when there is no such message. */
export async function readSending(office: Office, id: string): Promise<Sending | null> {
  return office.store.transaction(async (tx) => {
    const row = await tx.message(id)
    if (!row) return null
    const contact = row.person === null ? null : await tx.contact(row.person)
    // Codes and answers are waited for: they are never held back.
    const isWaitedFor = row.job.task === 'text-code' || row.job.task === 'text-answer'
    const quiet = isWaitedFor ? null : quietUntil(office.now(), row.zone, hoursOf(contact))
    const patienceMs = office.texting?.patienceMs ?? 0
    return { row, step: nextStep({ route: row.route, facts: await tx.messageFacts([id]), now: office.now(), quietUntil: quiet, patienceMs }) }
  })
}

/** The number that a text goes to now; null when there is none any more, or its owner said STOP. */
export async function phoneOf(office: Office, person: string): Promise<string | null> {
  return office.store.transaction(async (tx) => {
    const contact = await tx.contact(person)
    return contact?.phone && textsTo(office, contact).length > 0 ? openPhone(office, tx, contact.phone.key, contact.phone.sealed) : null
  })
}

/** Puts on the record what became of a message on a channel; the same fact again changes nothing. */
export async function noteMessage(office: Office, id: string, attempt: number, what: MessageFact['what'], code = ''): Promise<void> {
  await office.store.transaction((tx) => tx.addMessageFact(id, { attempt, what, code: code.replace(/[^\w.-]/g, '').slice(0, 40), at: office.now() }))
}

/** Comes back to a message at an instant, or at once: in the workers of its next channel. */
export async function laterMessage(office: Office, id: string, task: 'text-message' | 'message-mail', at: number): Promise<void> {
  await office.store.transaction((tx) => tx.enqueueIn({ task, sending: id }, Math.max(0, at - office.now()), `sending-${id}`))
}
