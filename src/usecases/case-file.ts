import type { Application } from '../office/application.ts'
import type { AnswersRef, DocumentRef, TextRef } from '../office/application-events.ts'
import type { Answers } from '../office/form.ts'
import { isPaperPicture } from '../office/paper/paper-form.ts'
import type { Service } from '../office/service.ts'
import type { DataKey, DocumentRow, Office, TextRow, Tx } from './ports.ts'
import type { DocumentView } from './views.ts'

/** The key of a case's personal data; null when the case is unknown or the person was erased. */
export async function openKey(office: Office, tx: Tx, id: string): Promise<DataKey | null> {
  const wrapped = await tx.dataKey(id)
  return wrapped === null ? null : office.keys.unwrap(wrapped)
}

export function sealAnswers(office: Office, key: DataKey, answers: Answers): Uint8Array {
  return office.keys.seal(key, JSON.stringify(answers), 'answers')
}

export function openAnswers(office: Office, key: DataKey, sealed: Uint8Array | null): Answers {
  return sealed === null ? {} : (JSON.parse(new TextDecoder().decode(office.keys.open(key, sealed, 'answers'))) as Answers)
}

export function answersRef(office: Office, key: DataKey, version: number, answers: Answers): AnswersRef {
  const sorted = Object.fromEntries(Object.entries(answers).sort(([a], [b]) => (a < b ? -1 : 1)))
  return { version, digest: office.keys.digest(key, JSON.stringify(sorted)) }
}

/** The answers a case stands on now. */
export async function currentAnswers(office: Office, tx: Tx, key: DataKey, application: Application): Promise<Answers> {
  return openAnswers(office, key, await tx.answers(application.id, application.answersVersion))
}

/** The applicant's documents, each to be judged. The pictures of a paper form are none of them: they are what was typed in. */
export function documentRefs(rows: readonly DocumentRow[]): readonly DocumentRef[] {
  return rows
    .filter((row) => row.current && !isPaperPicture(row.requirement))
    .map((row) => ({ requirement: row.requirement, document: row.id, digest: row.digest }))
}

export function documentView(office: Office, key: DataKey, row: DocumentRow): DocumentView {
  return {
    id: row.id,
    requirement: row.requirement,
    fileName: text(office, key, row.fileName, 'file-name'),
    type: row.type,
    size: row.size,
    pages: row.pages,
    hasPreview: row.preview !== null,
  }
}

/** Seals somebody's words and saves them; the event that speaks of them holds only the reference. */
export async function writeText(
  office: Office,
  tx: Tx,
  key: DataKey,
  words: { readonly application: string; readonly kind: TextRow['kind']; readonly author: string; readonly text: string },
): Promise<TextRef> {
  const id = office.newId()
  await tx.saveText({
    id,
    application: words.application,
    kind: words.kind,
    author: words.author,
    sealed: office.keys.seal(key, words.text, 'text'),
    at: office.now(),
  })
  return { text: id, digest: office.keys.digest(key, words.text) }
}

export async function readTexts(office: Office, tx: Tx, key: DataKey, id: string): Promise<ReadonlyMap<string, TextRow & { readonly words: string }>> {
  const rows = await tx.texts(id)
  return new Map(rows.map((row) => [row.id, { ...row, words: text(office, key, row.sealed, 'text') }]))
}

/** The answers that a service's decisions look at, as FEEL values; lists that were left empty are empty lists. */
export function factsOf(service: Service, answers: Answers): Readonly<Record<string, unknown>> {
  const lists = service.groups.flatMap((group) =>
    group.fields.flatMap((field) => (field.widget === 'checkboxes' || field.widget === 'lines' ? [[field.key, []] as const] : [])),
  )
  return { ...Object.fromEntries(lists), ...answers }
}


function text(office: Office, key: DataKey, sealed: Uint8Array, aad: string): string {
  return new TextDecoder().decode(office.keys.open(key, sealed, aad))
}
