import { isRole } from '../office/application-events.ts'
import { mayNot } from '../office/permissions.ts'
import { isUuid, notFound, openCase, personOf, type NotFound, type Refused } from './act-on-case.ts'
import { documentView, openKey } from './case-file.ts'
import { hasDuty } from './officer-queue.ts'
import type { Office, Tx } from './ports.ts'
import type { Visitor } from './views.ts'

/** An uploaded document, or its small preview, for who may see it. A look by the staff goes on the record. */
export async function openDocument(
  office: Office,
  visitor: Visitor,
  document: string,
  want: { readonly preview: boolean },
): Promise<{ readonly ok: true; readonly bytes: Uint8Array; readonly mime: string; readonly fileName: string } | Refused<NotFound>> {
  if (!isUuid(document)) return notFound
  const found = await office.store.transaction(async (tx) => {
    const row = await tx.document(document)
    const key = row && (await openKey(office, tx, row.application))
    const typing = row !== null && (await typesInPaper(tx, visitor, row.application))
    if (!row || !key || !(typing || (await mayOpen(office, tx, visitor, row.application)))) return null
    if (visitor.kind === 'staff' && !want.preview)
      await tx.recordRead({
        id: row.application,
        person: visitor.person,
        role: visitor.duties.map(({ duty }) => duty).find(isRole) ?? (typing ? 'counter' : 'verifier'),
        what: `document:${row.requirement}`,
        at: office.now(),
      })
    return { row, key }
  })
  if (!found) return notFound
  const { row, key } = found
  const { fileName } = documentView(office, key, row)
  if (want.preview)
    return row.preview ? { ok: true, bytes: office.keys.open(key, row.preview, 'preview'), mime: 'image/webp', fileName } : notFound
  return { ok: true, bytes: await office.files.get(key, row.ref), mime: row.mime, fileName }
}

/** Who serves at the counters of a paper form's unit sees its picture and documents as long as there is something to type in. */
async function typesInPaper(tx: Tx, visitor: Visitor, id: string): Promise<boolean> {
  const form = visitor.kind === 'staff' ? await tx.paperForm({ id }) : null
  if (!form || !hasDuty(visitor, form.unit, 'counter')) return false
  return form.state === 'printed' || ((await tx.load(id))?.correction ?? null) !== null
}

async function mayOpen(office: Office, tx: Tx, visitor: Visitor, application: string): Promise<boolean> {
  const draft = await tx.draft(application)
  if (draft) return draft.person === visitor.person || (await mayReadCase(office, tx, visitor, application))
  return mayReadCase(office, tx, visitor, application)
}

async function mayReadCase(office: Office, tx: Tx, visitor: Visitor, id: string): Promise<boolean> {
  const opened = await openCase(office, tx, id)
  if (!opened) return false
  return mayNot(personOf(visitor), visitor.kind === 'citizen' ? 'read-own' : 'read-case', opened.application) === null
}
