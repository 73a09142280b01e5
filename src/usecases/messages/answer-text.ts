import { readText } from '../../office/messages/read-text.ts'
import { readPhone } from '../../office/messages/phone-number.ts'
import type { TextChannel } from '../../office/messages/channel.ts'
import type { Locale } from '../../office/service.ts'
import type { Office, Tx } from '../ports.ts'
import { codeMatches } from '../tracking-code.ts'
import type { ContactRow, TextAnswer } from './message-ports.ts'
import { phoneDigest } from './phone-of.ts'

export type IncomingText = {
  /** The provider's number of it. */
  readonly ref: string
  readonly channel: TextChannel
  readonly from: string
  readonly text: string
}

type Answer = { readonly answer: TextAnswer; readonly application: string | null; readonly locale: Locale }

/**
 * Takes a text that somebody wrote to the office, puts it on the record and orders its answer, once however often it is
 * brought. Numbers of applications can be guessed, so a number alone says nothing, not even whether it exists: where a case
 * stands is told to the proved phone of its applicant, or to who writes the code of the receipt. Who writes too often hears
 * nothing. Ignores what comes from no phone.
 */
export async function answerText(office: Office, incoming: IncomingText): Promise<void> {
  const phone = readPhone(incoming.from) ?? readPhone(`+${incoming.from}`)
  if (phone === null || !office.texting) return
  const digest = phoneDigest(office, phone)
  const quietly = !(await office.allow('text', digest))
  await office.store.transaction(async (tx) => {
    const writers = await tx.contactsByPhone(digest)
    const { answer, application, locale } = await judge(office, tx, incoming.text, writers, quietly)
    const { key, wrapped } = office.keys.newDataKey()
    const [id, keyId] = [office.newId(), office.newId()]
    await tx.saveDataKey(keyId, wrapped)
    const sealed = office.keys.seal(key, JSON.stringify({ from: phone, text: incoming.text.slice(0, 480) }), 'incoming-text')
    const isNew = await tx.addIncoming({ id, ref: incoming.ref, channel: incoming.channel, digest, key: keyId, sealed, answer, application, locale, at: office.now() })
    if (!isNew) return tx.destroyDataKey(keyId)
    if (answer === 'stopped' || answer === 'started')
      for (const contact of writers) await tx.saveContact({ ...contact, stoppedAt: answer === 'stopped' ? office.now() : null, savedAt: office.now() })
    if (answer !== 'silence' && !quietly) await tx.enqueue({ task: 'text-answer', incoming: id })
  })
}

async function judge(office: Office, tx: Tx, text: string, writers: readonly ContactRow[], quietly: boolean): Promise<Answer> {
  const { asked, locale: written } = readText(text, office.services.list().map((service) => service.numbers.application))
  const known = writers[0] ? await tx.person(writers[0].person) : null
  const locale = written ?? known?.locale ?? 'id'
  // STOP counts always, also of who writes too often and hears nothing.
  if (asked.kind === 'stop') return { answer: 'stopped', application: null, locale }
  if (quietly) return { answer: 'silence', application: null, locale }
  if (asked.kind === 'start') return { answer: 'started', application: null, locale }
  if (asked.kind !== 'status') return { answer: asked.kind, application: null, locale }
  const row = await tx.caseByNumber(asked.number)
  const isTheirs = row !== null && writers.some(({ person }) => person === row.person)
  const hasCode = row !== null && asked.code !== null && codeMatches(office, row.id, asked.code)
  return isTheirs || hasCode ? { answer: 'status', application: row.id, locale } : { answer: 'how', application: null, locale }
}
