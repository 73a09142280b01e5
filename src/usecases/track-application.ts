import type { Application } from '../office/application.ts'
import type { Recorded } from '../office/application-events.ts'
import { isPaperApplicant, type PaperState } from '../office/paper/paper-form.ts'
import { readSerial, writeSerial } from '../office/paper/serial.ts'
import { isUuid, notFound, openCase, type NotFound, type OpenedCase, type Refused } from './act-on-case.ts'
import { currentAnswers, documentView, readTexts } from './case-file.ts'
import { tellForecast } from './forecast/tell-forecast.ts'
import { noUnit } from './officer-queue.ts'
import { correctionOf } from './open-draft.ts'
import type { PaperFormRow } from './paper/paper-ports.ts'
import type { CaseRow, Office, Tx } from './ports.ts'
import { stateOf } from './record-events.ts'
import { publicTimeline } from './timeline.ts'
import { codeMatches, trackingCode } from './tracking-code.ts'
import type { TrackView, Visitor } from './views.ts'

/** Where the person's own application stands, with all that is theirs. */
export async function trackApplication(
  office: Office,
  visitor: Visitor,
  id: string,
): Promise<{ readonly ok: true; readonly view: TrackView } | Refused<NotFound | { readonly kind: 'Draft' }>> {
  if (!isUuid(id)) return notFound
  return office.store.transaction(async (tx) => {
    const draft = await tx.draft(id)
    const opened = await openCase(office, tx, id)
    if (!opened) return draft?.person === visitor.person ? { ok: false, refusal: { kind: 'Draft' } } : notFound
    if (opened.application.applicant !== visitor.person) return notFound
    return { ok: true, view: await trackView(office, tx, opened, true) }
  })
}

/** The receipt is genuine, but what was written on its form is not in the computer (yet). */
export type PaperNotEntered = { readonly kind: 'PaperNotEntered'; readonly state: Exclude<PaperState, 'used'> }

/** Where an application stands, for who has its number and code, or the serial and code of a paper receipt: no answers, no documents, no names. */
export async function trackByCode(
  office: Office,
  asked: { readonly number: string; readonly code: string; readonly address: string },
): Promise<{ readonly ok: true; readonly view: TrackView } | Refused<NotFound | { readonly kind: 'TooMany' } | PaperNotEntered>> {
  if (!(await office.allow('track', asked.address))) return { ok: false, refusal: { kind: 'TooMany' } }
  return office.store.transaction(async (tx) => {
    const row = await caseOrForm(tx, asked.number)
    const renumbered = row ? null : await tx.counterReceipt(asked.number.trim().toUpperCase().slice(0, 40))
    const held = row?.id ?? renumbered?.held
    if (held === undefined || !codeMatches(office, held, asked.code)) return notFound
    if (row && 'pack' in row && row.state !== 'used') return { ok: false, refusal: { kind: 'PaperNotEntered', state: row.state } }
    const opened = await openCase(office, tx, renumbered?.application ?? held)
    return opened ? { ok: true, view: await trackView(office, tx, opened, false) } : notFound
  })
}

/** What a number or a serial of a form stands for. Both have the id that the code is made from. */
async function caseOrForm(tx: Tx, typed: string): Promise<CaseRow | PaperFormRow | null> {
  const serial = readSerial(typed)
  return (serial && (await tx.paperForm({ serial: writeSerial(serial) }))) ?? tx.caseByNumber(typed.trim().toUpperCase().slice(0, 40))
}

async function trackView(office: Office, tx: Tx, opened: OpenedCase, own: boolean): Promise<TrackView> {
  const { application, context, key } = opened
  const { service, clock, now } = context
  const stream = await tx.stream(application.id)
  const state = stateOf(application)
  const deadline = application.outcome === null ? clock.deadline(application) : null
  const waitsFor = application.stops.find((stop) => stop.to === null)?.reason ?? null
  const permit = application.permit === null ? null : await tx.permit(application.permit)
  const unit = await office.places.unit(application.unit)
  return {
    id: application.id,
    number: application.number,
    service,
    unit: unit ?? noUnit(application.unit),
    submittedAt: application.submittedAt,
    madeAt: application.madeAt,
    state,
    heldBy: application.outcome ? null : state === 'correction' || waitsFor !== null ? 'applicant' : (application.task?.role ?? null),
    deadline,
    forecast: await tellForecast(office, tx, application.id),
    clockStopped: application.outcome === null && waitsFor !== null,
    waitsFor: application.outcome === null ? waitsFor : null,
    late: deadline !== null && deadline < now,
    decidedAt: application.decidedAt,
    deemed: application.deemed ? service.deemedApproval : null,
    timeline: publicTimeline(stream, service, clock),
    process: { state: application.process, ...walked(application, stream) },
    correction: own ? await correctionOf(office, tx, key, application) : null,
    rejection: await rejectionOf(office, tx, opened, stream, own),
    permit: permit && { number: permit.number, validFrom: permit.validFrom, validUntil: permit.validUntil },
    own: own
      ? {
          code: trackingCode(office, application.id),
          documents: (await tx.documents(application.id)).filter((row) => row.current).map((row) => documentView(office, key, row)),
          answers: await currentAnswers(office, tx, key, application),
          readers: await tx.readsOf(application.id),
        }
      : null,
    canWithdraw: own && application.outcome === null,
    paper: await paperOf(office, tx, application),
  }
}

async function paperOf(office: Office, tx: Tx, { id, applicant }: Application): Promise<TrackView['paper']> {
  const form = isPaperApplicant(applicant) ? await tx.paperForm({ id }) : null
  return form && { serial: form.serial, unit: (await office.places.unit(form.unit)) ?? noUnit(form.unit) }
}

/** Elements of the process that are behind the case, and where it is now. */
function walked(application: Application, stream: readonly Recorded[]): { readonly done: readonly string[]; readonly at: readonly string[] } {
  const at = application.task ? [application.task.task] : Object.keys(application.process.at ?? {})
  const opened = stream.flatMap(({ event }) => (event.type === 'TaskOpened' ? [event.task] : []))
  const done = ['submitted', ...opened, ...(application.outcome === 'approved' ? ['issue', 'deliver'] : [])]
  return { at: application.outcome ? [] : at, done: [...new Set(done)].filter((element) => application.outcome !== null || !at.includes(element)) }
}

async function rejectionOf(office: Office, tx: Tx, opened: OpenedCase, stream: readonly Recorded[], own: boolean): Promise<TrackView['rejection']> {
  const rejected = stream.map(({ event }) => event).findLast((event) => event.type === 'ApplicationRejected')
  if (rejected?.type !== 'ApplicationRejected') return null
  const message = own && rejected.message ? (await readTexts(office, tx, opened.key, opened.application.id)).get(rejected.message.text)?.words : null
  return { reasons: rejected.reasons, message: message ?? null }
}
