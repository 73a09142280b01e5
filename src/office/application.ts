import type { ProcessState } from '../process/index.ts'
import type { Actor, ApplicationEvent, DocumentRef, Recorded, Role, TextRef, Verdict } from './application-events.ts'

export type Outcome = 'approved' | 'rejected' | 'withdrawn'

export type OpenTask = {
  readonly task: string
  readonly role: Role
  readonly openedAt: number
  readonly holder: string | null
  /** Since when the holder has it; not there while nobody does. */
  readonly heldSince?: number
  /** The holder did not take it but was given it. */
  readonly handedOver?: boolean
}

/** A submitted application: what its stream of facts adds up to. All instants are epoch milliseconds. */
export type Application = {
  readonly id: string
  readonly version: number
  readonly service: string
  readonly serviceVersion: string
  readonly number: string
  readonly unit: string
  readonly applicant: string
  readonly submittedAt: number
  readonly days: number
  readonly process: ProcessState
  readonly task: OpenTask | null
  readonly stops: readonly { readonly from: number; readonly to: number | null }[]
  readonly answersVersion: number
  readonly documents: readonly DocumentRef[]
  readonly documentVerdicts: Readonly<Record<string, Verdict>>
  readonly fieldVerdicts: Readonly<Record<string, Verdict>>
  readonly correction: { readonly fields: readonly string[]; readonly documents: readonly string[]; readonly message: TextRef } | null
  /** Who checked the case last: the same person may not sign it. */
  readonly checkedBy: string | null
  readonly returned: TextRef | null
  readonly outcome: Outcome | null
  readonly decidedAt: number | null
  readonly permit: string | null
}

/**
 * Takes an application and the next recorded fact, gives the application after it. The first fact of a stream makes it.
 * Throws only when the stream itself is broken (a bug or a damaged record), never for what a person did.
 */
export function evolve(application: Application | null, recorded: Recorded): Application {
  const { event, at, by } = recorded
  if (application === null) {
    if (event.type !== 'ApplicationSubmitted') throw new Error(`Stream ${recorded.stream} begins with ${event.type}.`)
    return submitted(recorded, event)
  }
  if (recorded.version !== application.version + 1)
    throw new Error(`Stream ${recorded.stream} jumps from version ${application.version} to ${recorded.version}.`)
  return { ...application, ...change(application, event, at, by), version: recorded.version }
}

/** Folds a whole stream. Null when there is none. */
export function replay(stream: Iterable<Recorded>): Application | null {
  let application: Application | null = null
  for (const recorded of stream) application = evolve(application, recorded)
  return application
}

function submitted(recorded: Recorded, event: Extract<ApplicationEvent, { type: 'ApplicationSubmitted' }>): Application {
  if (recorded.by.kind !== 'applicant') throw new Error(`Stream ${recorded.stream} was not submitted by an applicant.`)
  return {
    id: recorded.stream,
    version: recorded.version,
    service: event.service,
    serviceVersion: event.serviceVersion,
    number: event.number,
    unit: '',
    applicant: recorded.by.person,
    submittedAt: recorded.at,
    days: event.days,
    process: { at: {} } as ProcessState,
    task: null,
    stops: [],
    answersVersion: event.answers.version,
    documents: event.documents,
    documentVerdicts: {},
    fieldVerdicts: {},
    correction: null,
    checkedBy: null,
    returned: null,
    outcome: null,
    decidedAt: null,
    permit: null,
  }
}

function change(now: Application, event: ApplicationEvent, at: number, by: Actor): Partial<Application> {
  switch (event.type) {
    case 'ApplicationSubmitted':
      throw new Error(`Stream ${now.id} was submitted twice.`)
    case 'CaseRouted':
      return { unit: event.unit }
    case 'ProcessMoved':
      return { process: event.state }
    case 'TaskOpened':
      return { task: { task: event.task, role: event.role, openedAt: at, holder: null } }
    case 'TaskTaken':
      return { task: now.task && inHands(now.task, by.kind === 'staff' ? by.person : null, at, false) }
    case 'TaskReleased':
      return { task: now.task && inHands(now.task, null, at, false) }
    case 'TaskHandedOver':
      return { task: now.task && inHands(now.task, event.to, at, true) }
    case 'DocumentJudged':
      return { documentVerdicts: { ...now.documentVerdicts, [event.document]: event.verdict } }
    case 'AnswerJudged':
      return { fieldVerdicts: { ...now.fieldVerdicts, [event.field]: event.verdict } }
    case 'ApprovedForSigning':
      return { task: null, returned: null, checkedBy: by.kind === 'staff' ? by.person : null }
    case 'CorrectionRequested':
      return {
        task: null,
        returned: null,
        correction: { fields: event.fields, documents: event.documents, message: event.message },
        stops: [...now.stops, { from: at, to: null }],
      }
    case 'CorrectionSubmitted':
      return {
        correction: null,
        answersVersion: event.answers.version,
        documents: event.documents,
        documentVerdicts: keep(now.documentVerdicts, now.correction?.documents ?? []),
        fieldVerdicts: keep(now.fieldVerdicts, now.correction?.fields ?? []),
        stops: now.stops.map((stop) => (stop.to === null ? { ...stop, to: at } : stop)),
      }
    case 'ReturnedToVerifier':
      return { task: null, returned: event.reason }
    case 'ApplicationRejected':
      return { task: null, outcome: 'rejected', decidedAt: at }
    case 'ApplicationWithdrawn':
      return {
        task: null,
        correction: null,
        outcome: 'withdrawn',
        decidedAt: at,
        stops: now.stops.map((stop) => (stop.to === null ? { ...stop, to: at } : stop)),
      }
    case 'PermitSigned':
      return { task: null, outcome: 'approved', decidedAt: at, permit: event.permit }
    case 'NoteAdded':
    case 'PermitDelivered':
    case 'ReminderSent':
      return {}
  }
}

function inHands({ task, role, openedAt }: OpenTask, holder: string | null, at: number, handedOver: boolean): OpenTask {
  return holder === null ? { task, role, openedAt, holder } : { task, role, openedAt, holder, heldSince: at, handedOver }
}

/** Verdicts stand unless the applicant was asked to change what they were about. */
function keep(verdicts: Readonly<Record<string, Verdict>>, changed: readonly string[]): Readonly<Record<string, Verdict>> {
  return Object.fromEntries(Object.entries(verdicts).filter(([key]) => !changed.includes(key)))
}
