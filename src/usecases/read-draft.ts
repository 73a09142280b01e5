import type { FieldError } from '../office/form.ts'
import type { Service } from '../office/service.ts'
import type { Refused } from './act-on-case.ts'
import { documentView } from './case-file.ts'
import { openDraft, type OpenDraft } from './open-draft.ts'
import type { Office } from './ports.ts'
import type { DraftView, GroupState, Visitor } from './views.ts'

/** What is filled in, what is wrong and what is left. */
export async function readDraft(
  office: Office,
  visitor: Visitor,
  id: string,
): Promise<{ readonly ok: true; readonly view: DraftView } | Refused<{ readonly kind: 'NotFound' | 'Submitted' }>> {
  return office.store.transaction(async (tx) => {
    const draft = await openDraft(office, tx, visitor.person, id, false)
    if ('kind' in draft) return { ok: false, refusal: draft }
    return { ok: true, view: draftView(office, visitor, draft) }
  })
}

function draftView(office: Office, visitor: Visitor, draft: OpenDraft): DraftView {
  const errors = checkDraft(office, draft)
  const missing = missingDocuments(draft)
  const groups = draft.service.groups.map((group) => {
    const keys = group.fields.map((field) => field.key)
    const wrong = errors.filter((error) => keys.includes(error.field))
    const filled = keys.some((key) => (draft.answers[key]?.length ?? 0) > 0)
    const visited = keys.some((key) => key in draft.answers)
    const state: GroupState = wrong.length > 0 ? (filled ? 'wrong' : 'empty') : filled || visited ? 'done' : 'empty'
    return { key: group.key, state, errors: wrong }
  })
  return {
    id: draft.id,
    service: draft.service,
    answers: draft.answers,
    documents: draft.documents.map((row) => documentView(office, draft.key, row)),
    groups,
    documentsState: missing.length === 0 ? 'done' : draft.documents.length > 0 ? 'wrong' : 'empty',
    missingDocuments: missing,
    ready: errors.length === 0 && missing.length === 0,
    savedAt: draft.savedAt,
    email: visitor.email,
    correction: draft.correction,
  }
}

/** The service's checks on the answers as they stand, on a day (`YYYY-MM-DD`): today, unless they were given on paper before. */
export function checkDraft(office: Office, draft: { readonly service: Service; readonly answers: OpenDraft['answers'] }, day = office.today()): readonly FieldError[] {
  return office.services.form(draft.service)(draft.answers, day)
}

/** Requirements that the applicant still has to upload. */
export function missingDocuments(draft: Pick<OpenDraft, 'service' | 'documents'>): readonly string[] {
  const given = new Set(draft.documents.map((document) => document.requirement))
  return draft.service.documents
    .filter((requirement) => requirement.required && requirement.madeBy === 'applicant' && !given.has(requirement.key))
    .map((requirement) => requirement.key)
}
