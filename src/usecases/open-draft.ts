import type { Application } from '../office/application.ts'
import type { Answers } from '../office/form.ts'
import type { Service } from '../office/service.ts'
import { isUuid } from './act-on-case.ts'
import { currentAnswers, openAnswers, openKey, readTexts } from './case-file.ts'
import type { DataKey, DocumentRow, Office, Tx } from './ports.ts'
import type { DraftView } from './views.ts'

/** What is being written: a draft that was never sent, or a case that the office sent back with marked parts. */
export type OpenDraft = {
  readonly id: string
  readonly service: Service
  readonly key: DataKey
  readonly answers: Answers
  /** When each field was changed last, epoch milliseconds. */
  readonly changed: Readonly<Record<string, number>>
  readonly documents: readonly DocumentRow[]
  readonly savedAt: number
  readonly application: Application | null
  readonly correction: DraftView['correction']
}

/**
 * Finds what this person may write on now. `Submitted` when the office has it and nothing may change; `NotFound` also
 * for other people's, so that addresses tell nothing. With `lock`, a simultaneous writer waits.
 */
export async function openDraft(
  office: Office,
  tx: Tx,
  person: string,
  id: string,
  lock: boolean,
): Promise<OpenDraft | { readonly kind: 'NotFound' | 'Submitted' }> {
  if (!isUuid(id)) return { kind: 'NotFound' }
  const row = await tx.draft(id, lock)
  if (row && row.person !== person) return { kind: 'NotFound' }
  const application = await tx.load(id)
  if (application && application.applicant !== person) return { kind: 'NotFound' }
  if (!row && !application) return { kind: 'NotFound' }
  if (application && !application.correction) return { kind: 'Submitted' }
  const key = await openKey(office, tx, id)
  if (!key) return { kind: 'NotFound' }
  const service = application
    ? await office.services.at(application.service, application.serviceVersion)
    : (office.services.current(row?.service ?? '') ?? (await office.services.at(row?.service ?? '', row?.serviceVersion ?? '')))
  const saved = row?.answers ? openAnswers(office, key, row.answers) : null
  return {
    id,
    service,
    key,
    answers: saved ?? (application ? await currentAnswers(office, tx, key, application) : {}),
    changed: row?.changed ?? {},
    documents: (await tx.documents(id)).filter((document) => document.current),
    savedAt: row?.savedAt ?? application?.submittedAt ?? 0,
    application,
    correction: application && (await correctionOf(office, tx, key, application)),
  }
}

/** What the officer marked, in the officer's words. */
export async function correctionOf(office: Office, tx: Tx, key: DataKey, application: Application): Promise<DraftView['correction']> {
  const { correction } = application
  if (!correction) return null
  const texts = await readTexts(office, tx, key, application.id)
  return {
    number: application.number,
    fields: correction.fields,
    documents: correction.documents,
    message: texts.get(correction.message.text)?.words ?? '',
  }
}
