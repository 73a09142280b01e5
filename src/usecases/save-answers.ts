import { readAnswers, type FieldError } from '../office/form.ts'
import type { Field } from '../office/service.ts'
import type { Refused } from './act-on-case.ts'
import { sealAnswers } from './case-file.ts'
import { openDraft, type OpenDraft } from './open-draft.ts'
import type { Office } from './ports.ts'
import { checkDraft } from './read-draft.ts'
import type { Visitor } from './views.ts'

/**
 * Saves one page of the form as it was typed, right or wrong, so that nothing is ever typed twice; says what is wrong.
 * The group `correction` is the marked fields of a case that was sent back.
 */
export async function saveAnswers(
  office: Office,
  visitor: Visitor,
  request: { readonly id: string; readonly group: string; readonly entries: Readonly<Record<string, readonly string[]>> },
): Promise<{ readonly ok: true; readonly errors: readonly FieldError[] } | Refused<{ readonly kind: 'NotFound' | 'Submitted' | 'NotOpen' }>> {
  return office.store.transaction(async (tx) => {
    const draft = await openDraft(office, tx, visitor.person, request.id, true)
    if ('kind' in draft) return { ok: false, refusal: draft }
    const fields = openFields(draft, request.group)
    if (fields.length === 0) return { ok: false, refusal: { kind: 'NotOpen' } }
    const answers = { ...draft.answers, ...readAnswers(fields, request.entries) }
    await tx.saveDraft({
      id: draft.id,
      person: visitor.person,
      service: draft.service.id,
      serviceVersion: draft.service.version,
      answers: sealAnswers(office, draft.key, answers),
      savedAt: office.now(),
    })
    const keys = fields.map((field) => field.key)
    const errors = checkDraft(office, { service: draft.service, answers })
    return { ok: true, errors: errors.filter((error) => keys.includes(error.field)) }
  })
}

/** The fields of a group that may change now: all of them in a draft, only the marked ones in a correction. */
function openFields(draft: OpenDraft, group: string): readonly Field[] {
  if (draft.correction === null) return draft.service.groups.find((each) => each.key === group)?.fields ?? []
  const marked = draft.correction.fields
  return group === 'correction' ? draft.service.groups.flatMap((each) => each.fields).filter((field) => marked.includes(field.key)) : []
}
