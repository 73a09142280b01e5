import type { TextChannel } from '../../office/messages/channel.ts'
import type { Locale } from '../../office/service.ts'
import { openCase } from '../act-on-case.ts'
import { openKey } from '../case-file.ts'
import type { CaseState, Office } from '../ports.ts'
import { stateOf } from '../record-events.ts'
import type { TextAnswer } from './message-ports.ts'

/** What an answer by text can say: where a case stands, and nothing of whose it is. */
export type AnswerFacts = {
  readonly to: string
  /** The applicant, when it was they who asked. */
  readonly person: string | null
  readonly channel: TextChannel
  readonly locale: Locale
  readonly answer: TextAnswer
  readonly application: string | null
  readonly zone: string
  readonly standing: {
    readonly number: string
    readonly state: CaseState
    /** Epoch milliseconds; null while the clock stands still, and once it is decided. */
    readonly deadline: number | null
    readonly waitsForPayment: boolean
    readonly isLate: boolean
    readonly permit: string | null
  } | null
}

/** An answer that is older than this surprises more than it helps. */
const longestMs = 3_600_000

/** Null when there is nothing to say any more: the text's key is gone, or the answer comes too late. */
export async function readTextAnswer(office: Office, id: string): Promise<AnswerFacts | null> {
  return office.store.transaction(async (tx) => {
    const row = await tx.incoming(id)
    const key = row && (await openKey(office, tx, row.key))
    if (!row || !key || office.now() > row.at + longestMs) return null
    const { from } = JSON.parse(new TextDecoder().decode(office.keys.open(key, row.sealed, 'incoming-text'))) as { readonly from: string }
    const opened = row.application === null ? null : await openCase(office, tx, row.application)
    if (row.answer === 'status' && !opened) return null
    const person = opened?.application.applicant ?? null
    const asker = person === null ? null : await tx.contact(person)
    const base = { to: from, person: asker?.phone?.digest === row.digest ? person : null, channel: row.channel, locale: row.locale, answer: row.answer, application: row.application }
    if (!opened) return { ...base, zone: 'Asia/Jakarta', standing: null }
    const { application, context } = opened
    const deadline = application.outcome === null ? context.clock.deadline(application) : null
    const waitsForPayment = application.outcome === null && application.stops.some((stop) => stop.to === null && stop.reason === 'payment')
    const standing = { number: application.number, state: stateOf(application), deadline, waitsForPayment, isLate: deadline !== null && deadline < office.now(), permit: application.permit }
    return { ...base, zone: context.clock.zone, standing }
  })
}
