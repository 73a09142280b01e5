import type { Role } from '../office/application-events.ts'
import type { Locale, Service } from '../office/service.ts'
import { openCase } from './act-on-case.ts'
import { receiptPaper } from './documents-of-case.ts'
import { correctionOf } from './open-draft.ts'
import type { Office, ReceiptPaper } from './ports.ts'
import { trackingCode } from './tracking-code.ts'

/** What a message about a case can say. Read when it is sent, so that the queue holds no personal data. */
export type MailFacts = {
  readonly to: string
  readonly person: string
  readonly locale: Locale
  readonly id: string
  readonly number: string
  readonly code: string
  readonly service: Service
  readonly deadline: number | null
  readonly correction: string | null
  readonly reasons: readonly string[]
  readonly permit: { readonly number: string; readonly pdf: Uint8Array } | null
  /** The law's article, where it approved by silence. */
  readonly deemed: string | null
  readonly receipt: ReceiptPaper
}

/** Null when the case or its owner is gone: then nothing is to be sent. */
export async function readForMail(office: Office, id: string): Promise<MailFacts | null> {
  const found = await office.store.transaction(async (tx) => {
    const opened = await openCase(office, tx, id)
    const person = opened && (await tx.person(opened.application.applicant))
    if (!opened || !person) return null
    const { application, context, key } = opened
    const rejected = (await tx.stream(id)).map(({ event }) => event).findLast((event) => event.type === 'ApplicationRejected')
    const permit = await tx.permitOf(id)
    return {
      to: person.email,
      person: application.applicant,
      locale: person.locale,
      id,
      number: application.number,
      code: trackingCode(office, id),
      service: context.service,
      deadline: context.clock.deadline(application),
      correction: (await correctionOf(office, tx, key, application))?.message ?? null,
      reasons: rejected?.type === 'ApplicationRejected' ? rejected.reasons : [],
      deemed: application.deemed ? (context.service.deemedApproval?.basis ?? '') : null,
      permitRow: permit,
      key,
      receipt: await receiptPaper(office, tx, opened, person.locale),
    }
  })
  if (!found) return null
  const { permitRow, key, ...facts } = found
  return { ...facts, permit: permitRow && { number: permitRow.number, pdf: await office.files.get(key, permitRow.file) } }
}

export type ReminderFacts = {
  readonly to: readonly { readonly email: string; readonly locale: Locale }[]
  readonly id: string
  readonly number: string
  readonly service: Service
  readonly deadline: number | null
  /** IANA time zone in which the deadline is told. */
  readonly zone: string
}

/** Who is to be reminded of a case: whoever holds it, else everybody with the duty; never who is away. */
export async function readForReminder(office: Office, id: string, role: Role): Promise<ReminderFacts | null> {
  return office.store.transaction(async (tx) => {
    const opened = await openCase(office, tx, id)
    if (!opened) return null
    const { application, context } = opened
    const holder = application.task?.role === role ? application.task.holder : null
    const away = await tx.away(application.unit, office.now())
    const there = (await tx.peopleWith(application.unit, role, office.today())).filter((person) => !away.has(person))
    const people = holder && !away.has(holder) ? [holder] : there
    const found = await Promise.all(people.map((person) => tx.person(person)))
    return {
      to: found.flatMap((person) => (person ? [{ email: person.email, locale: person.locale }] : [])),
      id,
      number: application.number,
      service: context.service,
      deadline: context.clock.deadline(application),
      zone: context.clock.zone,
    }
  })
}
