import type { Actor } from '../office/application-events.ts'
import { decide } from '../office/decide.ts'
import { actorOf, notFound, openCase, personOf, recallCommand, type Acted, type Refused } from './act-on-case.ts'
import { answersRef, documentRefs, factsOf, sealAnswers } from './case-file.ts'
import { openDraft } from './open-draft.ts'
import type { Office } from './ports.ts'
import { checkDraft, missingDocuments } from './read-draft.ts'
import { recordEvents } from './record-events.ts'
import type { Visitor } from './views.ts'

/**
 * Sends the corrected parts back to the office; its clock goes on from where it stood. `by` is who the record names when it is
 * not the applicant themself: an officer who types in what came on paper.
 */
export async function correctApplication(
  office: Office,
  visitor: Visitor,
  request: { readonly id: string; readonly command: string },
  by: Actor | null = null,
): Promise<Acted | Refused<{ readonly kind: 'Incomplete' }>> {
  return office.store.transaction(async (tx) => {
    const known = await recallCommand(tx, request.command, visitor.person)
    if (known) return known as Acted
    const draft = await openDraft(office, tx, visitor.person, request.id, true)
    if ('kind' in draft) return draft.kind === 'Submitted' ? { ok: false, refusal: { kind: 'NoCorrectionAsked' } } : notFound
    const opened = draft.application && (await openCase(office, tx, request.id))
    if (!opened) return notFound
    if (checkDraft(office, draft).length + missingDocuments(draft).length > 0) return { ok: false, refusal: { kind: 'Incomplete' } }

    const version = opened.application.answersVersion + 1
    const context = { ...opened.context, facts: factsOf(draft.service, draft.answers) }
    const answers = answersRef(office, draft.key, version, draft.answers)
    const changed = changedFields(opened.context.facts, context.facts)
    const decision = decide(opened.application, personOf(visitor), { kind: 'correct', answers, documents: documentRefs(draft.documents), changed }, context)
    if (!decision.ok) return decision
    await tx.saveAnswers(request.id, version, sealAnswers(office, draft.key, draft.answers))
    await recordEvents(tx, request.id, opened.application, decision.events, by ?? actorOf(visitor, opened.application, decision.events), context)
    await tx.deleteDraft(request.id)
    const answer: Acted = { ok: true }
    await tx.remember(request.command, visitor.person, 'correct', answer)
    return answer
  })
}

/** The fields whose answers differ; an answer that is not there and an empty one are the same. */
function changedFields(before: Facts, after: Facts): readonly string[] {
  const written = (answer: unknown) => JSON.stringify(answer ?? '')
  return Object.keys({ ...before, ...after }).filter((key) => written(before[key]) !== written(after[key]))
}

type Facts = Readonly<Record<string, unknown>>
