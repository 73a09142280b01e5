import type { ApplicationEvent } from '../office/application-events.ts'
import { submit, type Decision } from '../office/decide.ts'
import { applicationNumber } from '../office/numbers.ts'
import type { Service } from '../office/service.ts'
import { recallCommand, type Refused } from './act-on-case.ts'
import { answersRef, documentRefs, factsOf, sealAnswers } from './case-file.ts'
import { openDraft } from './open-draft.ts'
import type { Office } from './ports.ts'
import { checkDraft, missingDocuments } from './read-draft.ts'
import { recordEvents } from './record-events.ts'
import type { Visitor } from './views.ts'

export type Submitted =
  | { readonly ok: true; readonly number: string }
  | Refused<{ readonly kind: 'NotDeclared' | 'Incomplete' | 'NotFound' }>

/**
 * Sends a draft to the office: numbered, routed, promised, in one transaction with its receipt's mail and its timers.
 * The draft's id becomes the case's, so pressing twice, a retry after a cut line or fifty at once make one application;
 * all of them get its number.
 */
export async function submitApplication(
  office: Office,
  visitor: Visitor,
  request: { readonly id: string; readonly declared: boolean; readonly command: string },
): Promise<Submitted> {
  return office.store.transaction(async (tx): Promise<Submitted> => {
    const known = await recallCommand(tx, request.command, visitor.person)
    if (known) return known as Submitted
    const draft = await openDraft(office, tx, visitor.person, request.id, true)
    if ('kind' in draft) {
      const row = draft.kind === 'Submitted' ? await tx.caseRow(request.id) : null
      return row ? { ok: true, number: row.number } : { ok: false, refusal: { kind: 'NotFound' } }
    }
    if (draft.application) return { ok: false, refusal: { kind: 'NotFound' } }
    if (!request.declared) return { ok: false, refusal: { kind: 'NotDeclared' } }
    if (checkDraft(office, draft).length + missingDocuments(draft).length > 0) return { ok: false, refusal: { kind: 'Incomplete' } }

    const { service, key, answers } = draft
    await tx.holdCalendar(false)
    const clock = await office.calendars.of('', tx)
    const now = office.now()
    const number = applicationNumber(service.numbers.application, clock.date(now), await tx.next(`application:${service.id}:${clock.date(now).slice(0, 4)}`))
    const context = { now, service, facts: factsOf(service, answers), clock }
    const reference = answersRef(office, key, 1, answers)
    const submission = { number, answers: reference, documents: documentRefs(draft.documents) }
    const routed = begun(submit(submission, context), service)
    // Only now is it known whose days and hours the promise counts in: the unit's own zone and calendar.
    const unit = routed.find((event) => event.type === 'CaseRouted')?.unit ?? ''
    const there = { ...context, clock: await office.calendars.of(unit, tx) }
    const events = begun(submit(submission, there), service)
    await tx.saveAnswers(draft.id, 1, sealAnswers(office, key, answers))
    await recordEvents(tx, draft.id, null, events, { kind: 'applicant', person: visitor.person }, there)
    await tx.deleteDraft(draft.id)
    const answer: Submitted = { ok: true, number }
    await tx.remember(request.command, visitor.person, 'submit', answer)
    return answer
  })
}

function begun(decision: Decision, service: Service): readonly ApplicationEvent[] {
  if (!decision.ok) throw new Error(`The process of ${service.id} does not begin: ${decision.refusal.kind}.`)
  return decision.events
}
