import { readAnswers, type Answer, type FieldError } from '../office/form.ts'
import { mergeAnswers, momentOf, type Merged } from '../office/merge-answers.ts'
import type { Field } from '../office/service.ts'
import type { Refused } from './act-on-case.ts'
import { sealAnswers } from './case-file.ts'
import { openDraft, type OpenDraft } from './open-draft.ts'
import type { Office } from './ports.ts'
import { checkDraft } from './read-draft.ts'
import type { Visitor } from './views.ts'

/** What a device knows of its own page: how long ago each field was touched (ms), and the draft's `savedAt` that it was made from. */
export type PageState = { readonly ages: Readonly<Record<string, number>>; readonly base: number }

/** A page that comes later than this counts as touched this long ago. */
const oldestEdit = 30 * 24 * 3_600_000

/**
 * Saves one page of the form as it was typed, right or wrong, so that nothing is ever typed twice; says what is wrong.
 * Where the device says what was touched on it, and when, the page is merged field by field with what another place saved
 * meanwhile (see `mergeAnswers`), and what was displaced is told; otherwise what is other than before is taken as touched now.
 * The group `correction` is the marked fields of a case that was sent back.
 */
export async function saveAnswers(
  office: Office,
  visitor: Visitor,
  request: { readonly id: string; readonly group: string; readonly entries: Readonly<Record<string, readonly string[]>>; readonly page?: PageState | null },
): Promise<{ readonly ok: true; readonly errors: readonly FieldError[]; readonly merged: readonly Merged[]; readonly savedAt: number } | Refused<{ readonly kind: 'NotFound' | 'Submitted' | 'NotOpen' }>> {
  return office.store.transaction(async (tx) => {
    const draft = await openDraft(office, tx, visitor.person, request.id, true)
    if ('kind' in draft) return { ok: false, refusal: draft }
    const fields = openFields(draft, request.group)
    if (fields.length === 0) return { ok: false, refusal: { kind: 'NotOpen' } }
    const edit = readAnswers(fields, request.entries)
    const keys = fields.map((field) => field.key)
    const now = office.now()
    const page = request.page ?? { ages: Object.fromEntries(keys.filter((key) => isOther(edit[key], draft.answers[key])).map((key) => [key, 0])), base: now }
    const edited = Object.fromEntries(keys.flatMap((key) => (Object.hasOwn(page.ages, key) ? [[key, momentOf(now, page.ages[key] ?? 0, oldestEdit)]] : [])))
    const { answers, changed, merged } = mergeAnswers(draft, { answers: edit, edited, base: Math.min(page.base, now) })
    await tx.saveDraft({
      id: draft.id,
      person: visitor.person,
      service: draft.service.id,
      serviceVersion: draft.service.version,
      answers: sealAnswers(office, draft.key, answers),
      changed,
      savedAt: now,
    })
    const errors = checkDraft(office, { service: draft.service, answers })
    return { ok: true, errors: errors.filter((error) => keys.includes(error.field)), merged, savedAt: now }
  })
}

function isOther(answer: Answer = '', before: Answer = ''): boolean {
  return answer.length + before.length > 0 && JSON.stringify(answer) !== JSON.stringify(before)
}

/** The fields of a group that may change now: all of them in a draft, only the marked ones in a correction. */
function openFields(draft: OpenDraft, group: string): readonly Field[] {
  if (draft.correction === null) return draft.service.groups.find((each) => each.key === group)?.fields ?? []
  const marked = draft.correction.fields
  return group === 'correction' ? draft.service.groups.flatMap((each) => each.fields).filter((field) => marked.includes(field.key)) : []
}
