import type { Actor, ApplicationEvent, PaperReceived } from '../office/application-events.ts'
import { submit, type Decision } from '../office/decide.ts'
import { momentOf } from '../office/merge-answers.ts'
import { applicationNumber } from '../office/numbers.ts'
import type { Service } from '../office/service.ts'
import { recallCommand, type Refused } from './act-on-case.ts'
import { answersRef, documentRefs, factsOf, sealAnswers } from './case-file.ts'
import { promiseDay, type PromisedDay } from './duty/promise-day.ts'
import { openDraft, type OpenDraft } from './open-draft.ts'
import type { Office, Tx } from './ports.ts'
import { checkDraft, missingDocuments } from './read-draft.ts'
import { recordEvents } from './record-events.ts'
import type { Visitor } from './views.ts'

export type Submitted = Sent | Refused<{ readonly kind: 'NotDeclared' | 'NotFound' }>

export type Sent =
  | { readonly ok: true; readonly number: string }
  | Refused<{ readonly kind: 'Incomplete' }>
  /** The day that can honestly be promised is later than the one that the person was shown. */
  | Refused<{ readonly kind: 'LaterDay'; readonly promised: PromisedDay }>

/**
 * Sends a draft to the office: numbered, routed, promised, in one transaction with its receipt's mail and its timers.
 * The draft's id becomes the case's, so pressing twice, a retry after a cut line or fifty at once make one application;
 * all of them get its number.
 *
 * `shown` is the date (`YYYY-MM-DD`) that the person was told it would be decided by. When only a later one is honest now, nothing
 * is sent and nothing is lost: they are told, and asked again. Without it, the service's own limit counts as shown.
 *
 * `age` is how long ago the person sent it, in milliseconds, where their line was away: both times are on the record. The
 * promise counts from when it came in, since nobody could work on it before.
 */
export async function submitApplication(
  office: Office,
  visitor: Visitor,
  request: { readonly id: string; readonly declared: boolean; readonly command: string; readonly shown?: string | null; readonly age?: number | null },
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
    const answer = await sendDraft(office, tx, draft, { by: { kind: 'applicant', person: visitor.person }, shown: request.shown ?? null, paper: null, madeAt: madeAt(office.now(), request.age) })
    if (answer.ok) await tx.remember(request.command, visitor.person, 'submit', answer)
    return answer
  })
}

/**
 * Makes an application of a draft, in the running transaction. What came on paper was promised the service's own limit from the
 * time on its receipt: it is checked by that day, and no later day can be told for it.
 */
export async function sendDraft(
  office: Office,
  tx: Tx,
  draft: OpenDraft,
  how: { readonly by: Actor; readonly shown: string | null; readonly paper: PaperReceived | null; readonly madeAt: number | null },
): Promise<Sent> {
  const { service, key, answers } = draft
  const { paper } = how
  await tx.holdCalendar(false)
  const clock = await office.calendars.of('', tx)
  const now = office.now()
  const day = paper ? clock.date(paper.receivedAt) : office.today()
  if (checkDraft(office, draft, day).length + missingDocuments(draft).length > 0) return { ok: false, refusal: { kind: 'Incomplete' } }

  const context = { now, service, facts: factsOf(service, answers), clock }
  const submission = { answers: answersRef(office, key, 1, answers), documents: documentRefs(draft.documents), ...(paper ? { paper } : {}) }
  // Only when it is routed is it known whose days and hours the promise counts in: the unit's own zone and calendar.
  const unit = unitOf(service, submit({ number: '', ...submission }, context))
  const there = { ...context, clock: await office.calendars.of(unit, tx) }
  const promised = service.oneDayService ? await promiseDay(office, tx, service, unit, true) : null
  const shown = how.shown ?? (promised && there.clock.date(there.clock.deadline({ submittedAt: now, days: service.days, stops: [] }) ?? now))
  if (!paper && promised && shown && promised.date > shown) return { ok: false, refusal: { kind: 'LaterDay', promised } }

  const number = applicationNumber(service.numbers.application, clock.date(now), await tx.next(`application:${service.id}:${clock.date(now).slice(0, 4)}`))
  const days = paper ? service.days : (promised?.days ?? service.days)
  const events = begun(submit({ number, ...submission, days, madeAt: how.madeAt }, there), service)
  await tx.saveAnswers(draft.id, 1, sealAnswers(office, key, answers))
  await recordEvents(tx, draft.id, null, events, how.by, there)
  await tx.deleteDraft(draft.id)
  return { ok: true, number }
}

/** What waited longer than three days on a device is on the record as three days old. */
const oldest = 72 * 3_600_000

function madeAt(received: number, age: number | null | undefined): number | null {
  return typeof age === 'number' && Number.isFinite(age) ? momentOf(received, age, oldest) : null
}

/** The unit that a submission goes to, by the service's own decision. */
export function unitOf(service: Service, decision: Decision): string {
  const routed = begun(decision, service).find((event) => event.type === 'CaseRouted')
  if (routed?.type !== 'CaseRouted') throw new Error(`The process of ${service.id} routes to no unit.`)
  return routed.unit
}

function begun(decision: Decision, service: Service): readonly ApplicationEvent[] {
  if (!decision.ok) throw new Error(`The process of ${service.id} does not begin: ${decision.refusal.kind}.`)
  return decision.events
}
