import { isRole, type Recorded } from '../office/application-events.ts'
import type { Answers } from '../office/form.ts'
import { mayNot } from '../office/permissions.ts'
import { notFound, openCase, personOf, type NotFound, type OpenedCase, type Refused } from './act-on-case.ts'
import { currentAnswers, documentView, openAnswers, readTexts } from './case-file.ts'
import { noUnit } from './officer-queue.ts'
import type { Office, Tx } from './ports.ts'
import { stateOf } from './record-events.ts'
import { staffTimeline } from './timeline.ts'
import type { CaseView, Visitor } from './views.ts'

/** Everything on one screen. The look at the personal data goes on the record, and the applicant sees that it happened. */
export async function readCase(
  office: Office,
  visitor: Visitor,
  id: string,
): Promise<{ readonly ok: true; readonly view: CaseView } | Refused<NotFound>> {
  return office.store.transaction(async (tx) => {
    const opened = await openCase(office, tx, id)
    if (!opened || visitor.kind !== 'staff' || mayNot(personOf(visitor), 'read-case', opened.application)) return notFound
    const here = visitor.duties.filter(({ unit }) => unit === opened.application.unit).map(({ duty }) => duty).filter(isRole)
    const role = here.find((duty) => duty === opened.application.task?.role) ?? here[0] ?? 'verifier'
    await tx.recordRead({ id, person: visitor.person, role, what: 'case', at: office.now() })
    return { ok: true, view: await caseView(office, tx, visitor, opened) }
  })
}

async function caseView(office: Office, tx: Tx, visitor: Visitor, opened: OpenedCase): Promise<CaseView> {
  const { application, context, key } = opened
  const { service, clock, now } = context
  const stream = await tx.stream(application.id)
  const answers = await currentAnswers(office, tx, key, application)
  const before = application.answersVersion > 1 ? openAnswers(office, key, await tx.answers(application.id, application.answersVersion - 1)) : {}
  const texts = await readTexts(office, tx, key, application.id)
  const timeline = staffTimeline(stream, service, clock)
  const people = [...timeline.map((entry) => entry.person), ...[...texts.values()].map((text) => text.author), application.task?.holder]
  const names = await tx.names([...new Set(people.flatMap((person) => (person ? [person] : [])))])
  const applicant = await tx.person(application.applicant)
  const permit = application.permit ? await tx.permit(application.permit) : null
  const deadline = application.outcome === null ? clock.deadline(application) : null
  const task = application.task
  const next = task ? await tx.nextInLine(application.unit, task.role, visitor.person) : null
  const person = personOf(visitor)
  return {
    id: application.id,
    version: application.version,
    number: application.number,
    service,
    unit: (await office.places.unit(application.unit)) ?? noUnit(application.unit),
    submittedAt: application.submittedAt,
    deadline,
    clockStopped: application.outcome === null && application.stops.some((stop) => stop.to === null),
    late: deadline !== null && deadline < now,
    state: stateOf(application),
    task: task && { task: task.task, role: task.role, holder: task.holder && (names.get(task.holder) ?? '—'), mine: task.holder === visitor.person },
    answers,
    before: changed(before, answers),
    email: applicant?.email ?? '',
    documents: (await tx.documents(application.id)).filter((row) => row.current).map((row) => documentView(office, key, row)),
    documentVerdicts: application.documentVerdicts,
    fieldVerdicts: application.fieldVerdicts,
    ...lastCorrection(stream),
    notes: [...texts.values()]
      .filter((text) => text.kind === 'note')
      .map((text) => ({ at: text.at, author: names.get(text.author) ?? '—', text: text.words })),
    timeline: timeline.map(({ person: who, ...entry }) => ({ ...entry, who: who && (names.get(who) ?? '—') })),
    returned: application.returned && (texts.get(application.returned.text)?.words ?? ''),
    permit: permit && { number: permit.number, validFrom: permit.validFrom, validUntil: permit.validUntil },
    may: {
      take: task !== null && task.holder === null && mayNot(person, 'take', application) === null,
      outOfTurn: next !== null && next !== application.id,
      judge: mayNot(person, 'judge', application) === null,
      sign: application.outcome === null && mayNot(person, 'sign', application) === null,
    },
  }
}

/** The earlier value of each answer that a correction changed. */
function changed(before: Answers, now: Answers): Answers {
  return Object.fromEntries(Object.entries(before).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(now[key] ?? '')))
}

function lastCorrection(stream: readonly Recorded[]): { readonly correctedFields: readonly string[]; readonly correctedDocuments: readonly string[] } {
  const events = stream.map(({ event }) => event)
  const asked = events.findLast((event) => event.type === 'CorrectionRequested')
  const answered = events.some((event) => event.type === 'CorrectionSubmitted')
  if (asked?.type !== 'CorrectionRequested' || !answered) return { correctedFields: [], correctedDocuments: [] }
  return { correctedFields: asked.fields, correctedDocuments: asked.documents }
}
