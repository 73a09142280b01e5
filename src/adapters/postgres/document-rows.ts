import type { DocumentRow, DraftRow, TextRow } from '../../usecases/ports.ts'
import { instant, type Connection } from './connection.ts'

const documentColumns = `id, application, requirement, file_name as "fileName", type, mime, size, pages, digest, ref, preview, current, at`

export async function documentsOf(db: Connection, application: string): Promise<readonly DocumentRow[]> {
  const { rows } = await db.query<DocumentRow>({
    name: 'documents-of',
    text: `select ${documentColumns} from documents where application = $1 order by at`,
    values: [application],
  })
  return rows
}

export async function findDocument(db: Connection, id: string): Promise<DocumentRow | null> {
  const { rows } = await db.query<DocumentRow>(`select ${documentColumns} from documents where id = $1`, [id])
  return rows[0] ?? null
}

export async function saveDocument(db: Connection, row: DocumentRow): Promise<void> {
  await db.query(
    `insert into documents (id, application, requirement, file_name, type, mime, size, pages, digest, ref, preview, current, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [row.id, row.application, row.requirement, row.fileName, row.type, row.mime, row.size, row.pages, row.digest, row.ref, row.preview, row.current, instant(row.at)],
  )
}

export async function retireDocuments(db: Connection, application: string, requirement: string): Promise<void> {
  await db.query('update documents set current = false where application = $1 and requirement = $2 and current', [application, requirement])
}

/** Which of these stored files some document, permit or upload still refers to. */
export async function referencedFiles(db: Connection, refs: readonly string[]): Promise<Set<string>> {
  const { rows } = await db.query<{ ref: string }>(
    'select ref from documents where ref = any($1) union select file from permits where file = any($1) union select ref from upload_pieces where ref = any($1) union select ref from counter_documents where ref = any($1)',
    [refs],
  )
  return new Set(rows.map((row) => row.ref))
}

const draftColumns = `id, person, service, service_version as "serviceVersion", answers, changed, saved_at as "savedAt"`

export async function findDraft(db: Connection, id: string, lock: boolean): Promise<DraftRow | null> {
  const { rows } = await db.query<DraftRow>({
    name: lock ? 'lock-draft' : 'read-draft',
    text: `select ${draftColumns} from drafts where id = $1${lock ? ' for update' : ''}`,
    values: [id],
  })
  return rows[0] ?? null
}

export async function draftsOf(db: Connection, person: string): Promise<readonly DraftRow[]> {
  const { rows } = await db.query<DraftRow>(`select ${draftColumns} from drafts where person = $1 order by saved_at desc limit 200`, [person])
  return rows
}

export async function saveDraft(db: Connection, row: DraftRow): Promise<void> {
  await db.query(
    `insert into drafts (id, person, service, service_version, answers, changed, saved_at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (id) do update set answers = excluded.answers, changed = excluded.changed, service_version = excluded.service_version, saved_at = excluded.saved_at`,
    [row.id, row.person, row.service, row.serviceVersion, row.answers, JSON.stringify(row.changed), instant(row.savedAt)],
  )
}

export async function saveText(db: Connection, row: TextRow): Promise<void> {
  await db.query('insert into texts (id, application, kind, author, sealed, at) values ($1, $2, $3, $4, $5, $6)', [
    row.id, row.application, row.kind, row.author, row.sealed, instant(row.at),
  ])
}

export async function textsOf(db: Connection, application: string): Promise<readonly TextRow[]> {
  const { rows } = await db.query<TextRow>('select id, application, kind, author, sealed, at from texts where application = $1 order by at', [application])
  return rows
}
