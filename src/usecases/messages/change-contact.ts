import { isChannel, type Channel } from '../../office/messages/channel.ts'
import { hintOfPhone, readPhone } from '../../office/messages/phone-number.ts'
import { minutesOf, timeOfDay, usualQuiet } from '../../office/messages/quiet-hours.ts'
import type { Locale } from '../../office/service.ts'
import type { Refused } from '../act-on-case.ts'
import type { Office, Tx } from '../ports.ts'
import type { Visitor } from '../views.ts'
import type { ContactRow, PhoneCodeRow } from './message-ports.ts'
import { openPhone, phoneDigest } from './phone-of.ts'

/** How a person is reached, as they see it themselves. */
export type ContactView = {
  readonly channel: Channel
  /** The end of the number only. */
  readonly phone: string | null
  readonly stopped: boolean
  readonly quiet: { readonly from: string; readonly until: string }
  readonly locale: Locale
  /** A code is on its way to this number. */
  readonly pending: { readonly phone: string } | null
}

export type ContactRefusal = { readonly kind: 'BadPhone' | 'TooMany' | 'WrongCode' | 'NoCode' | 'BadTime' | 'NoSuchChannel' | 'NoTexting' }
type Changed = { readonly ok: true } | Refused<ContactRefusal>

const codeMs = 10 * 60_000
const longestTries = 5
const refuse = (kind: ContactRefusal['kind']): Refused<ContactRefusal> => ({ ok: false, refusal: { kind } })

export async function readContact(office: Office, visitor: Visitor): Promise<ContactView> {
  return office.store.transaction(async (tx) => {
    const contact = await tx.contact(visitor.person)
    const pending = await tx.phoneCodeOf(visitor.person)
    const phone = contact?.phone ? await openPhone(office, tx, contact.phone.key, contact.phone.sealed) : null
    const next = pending && pending.until > office.now() ? await openPhone(office, tx, pending.key, pending.phone) : null
    const { locale } = (await tx.person(visitor.person)) ?? visitor
    return {
      channel: contact?.channel ?? 'mail',
      phone: phone && hintOfPhone(phone),
      stopped: contact?.stoppedAt != null,
      quiet: { from: timeOfDay(contact?.quietFrom ?? usualQuiet.from), until: timeOfDay(contact?.quietUntil ?? usualQuiet.until) },
      locale,
      pending: next === null ? null : { phone: hintOfPhone(next) },
    }
  })
}

/** Sends a code to a number that somebody says is theirs. Says nothing of whether others use it; slow to be misused against strangers. */
export async function addPhone(office: Office, visitor: Visitor, typed: string): Promise<Changed> {
  if (!office.texting) return refuse('NoTexting')
  const phone = readPhone(typed)
  if (phone === null) return refuse('BadPhone')
  const digest = phoneDigest(office, phone)
  const allowed = await Promise.all([office.allow('phone-code', visitor.person), office.allow('phone-code', digest)])
  if (allowed.includes(false)) return refuse('TooMany')
  return office.store.transaction(async (tx) => {
    await dropCode(tx, await tx.phoneCodeOf(visitor.person))
    const { key, wrapped } = office.keys.newDataKey()
    const [id, keyId] = [office.newId(), office.newId()]
    await tx.saveDataKey(keyId, wrapped)
    await tx.savePhoneCode({ id, person: visitor.person, key: keyId, phone: office.keys.seal(key, phone, 'phone'), digest, tries: 0, until: office.now() + codeMs })
    await tx.enqueue({ task: 'text-code', code: id })
    return { ok: true }
  })
}

/** The number is theirs when they know the code that was sent to it. The first number is chosen for messages at once. */
export async function confirmPhone(office: Office, visitor: Visitor, typed: string): Promise<Changed> {
  return office.store.transaction(async (tx) => {
    const pending = await tx.phoneCodeOf(visitor.person)
    if (!pending || pending.until <= office.now() || pending.tries >= longestTries) return refuse('NoCode')
    if (typed.replace(/\D/g, '') !== phoneCode(office, pending.id)) {
      await tx.savePhoneCode({ ...pending, tries: pending.tries + 1 })
      return refuse('WrongCode')
    }
    const contact = await contactOf(office, tx, visitor)
    if (contact.phone) await tx.destroyDataKey(contact.phone.key)
    const phone = { key: pending.key, sealed: pending.phone, digest: pending.digest, verifiedAt: office.now() }
    await tx.saveContact({ ...contact, phone, stoppedAt: null, savedAt: office.now() })
    await tx.removePhoneCode(pending.id)
    return { ok: true }
  })
}

/** Six digits of a keyed digest of the code's id: kept nowhere. */
export function phoneCode(office: Office, id: string): string {
  const bytes = Uint8Array.from(atob(office.seals.mac('phone-code', id).replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))
  return String(bytes.slice(0, 6).reduce((sum, byte) => sum * 256 + byte, 0) % 1_000_000).padStart(6, '0')
}

export async function saveChoices(
  office: Office,
  visitor: Visitor,
  choices: { readonly channel: string; readonly locale: string; readonly from: string; readonly until: string },
): Promise<Changed> {
  const [quietFrom, quietUntil] = [minutesOf(choices.from), minutesOf(choices.until)]
  if (quietFrom === null || quietUntil === null) return refuse('BadTime')
  const { channel, locale } = choices
  return office.store.transaction(async (tx) => {
    const contact = await contactOf(office, tx, visitor)
    const offered: readonly Channel[] = contact.phone ? ['mail', ...(office.texting?.channels ?? [])] : ['mail']
    if (!isChannel(channel) || !offered.includes(channel)) return refuse('NoSuchChannel')
    await tx.saveContact({ ...contact, channel, quietFrom, quietUntil, savedAt: office.now() })
    if (locale === 'id' || locale === 'en') await tx.saveLocale(visitor.person, locale)
    return { ok: true }
  })
}

/** Forgets the number: its key goes, and messages go by mail. A code on its way is worth nothing any more. */
export async function removePhone(office: Office, visitor: Visitor): Promise<Changed> {
  return office.store.transaction(async (tx) => {
    await dropCode(tx, await tx.phoneCodeOf(visitor.person))
    const contact = await tx.contact(visitor.person)
    if (!contact) return { ok: true }
    await tx.saveContact({ ...contact, phone: null, stoppedAt: null, channel: 'mail', savedAt: office.now() })
    if (contact.phone) await tx.destroyDataKey(contact.phone.key)
    return { ok: true }
  })
}

/** Forgets numbers whose code was never entered, and what is in texts that came before an instant. */
export async function forgetOldTexts(office: Office, before: number): Promise<void> {
  await office.store.transaction(async (tx) => {
    for (const code of await tx.endedPhoneCodes(office.now(), 500)) await dropCode(tx, code)
    for (const key of await tx.oldIncomingKeys(before, 2_000)) await tx.destroyDataKey(key)
  })
}

async function dropCode(tx: Tx, code: PhoneCodeRow | null): Promise<void> {
  if (!code) return
  await tx.removePhoneCode(code.id)
  await tx.destroyDataKey(code.key)
}

async function contactOf(office: Office, tx: Tx, visitor: Visitor): Promise<ContactRow> {
  const none = { person: visitor.person, phone: null, stoppedAt: null, channel: 'mail' as const, quietFrom: usualQuiet.from, quietUntil: usualQuiet.until, savedAt: office.now() }
  return (await tx.contact(visitor.person)) ?? none
}
