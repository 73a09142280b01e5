import type { ProcessState } from '../process/index.ts'
import { paperApplicant } from './paper/paper-form.ts'
import type { StopReason } from './promise/clock-stops.ts'
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
  /** When the person sent it, where that was before it came in: their line was away. */
  readonly madeAt: number | null
  readonly days: number
  readonly process: ProcessState
  readonly task: OpenTask | null
  readonly stops: readonly CaseStop[]
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
  /** The alarms given for a deadline, by their keys; those of an earlier deadline no longer matter. */
  readonly alarms: { readonly deadline: number; readonly given: readonly string[] } | null
  /** The unit above was told that the promise was missed. */
  readonly escalated: boolean
  /** By operation of law: no official decided. */
  readonly deemed: boolean
  /** The deadline passed without an approval by law. */
  readonly lapsed: boolean
}

/** A stretch during which the clock stood still, and what for. Epoch milliseconds; `to` is null while it lasts. */
export type CaseStop = { readonly from: number; readonly to: number | null; readonly reason: StopReason }

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
  const applicant = recorded.by.kind === 'applicant' ? recorded.by.person : event.paper ? paperApplicant(recorded.stream) : null
  if (applicant === null) throw new Error(`Stream ${recorded.stream} was not submitted by an applicant.`)
  return {
    id: recorded.stream,
    version: recorded.version,
    service: event.service,
    serviceVersion: event.serviceVersion,
    number: event.number,
    unit: '',
    applicant,
    submittedAt: event.paper?.receivedAt ?? recorded.at,
    madeAt: event.madeAt ?? null,
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
    alarms: null,
    escalated: false,
    deemed: false,
    lapsed: false,
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
        stops: stop(now.stops, at, 'applicant'),
      }
    case 'CorrectionSubmitted':
      return {
        correction: null,
        answersVersion: event.answers.version,
        documents: event.documents,
        documentVerdicts: keep(now.documentVerdicts, now.correction?.documents ?? []),
        fieldVerdicts: keep(now.fieldVerdicts, now.correction?.fields ?? []),
        stops: start(now.stops, at),
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
        stops: start(now.stops, at),
      }
    case 'PermitSigned':
      return { task: null, outcome: 'approved', decidedAt: at, permit: event.permit }
    case 'ClockStopped':
      return { stops: stop(now.stops, at, event.reason) }
    case 'ClockStarted':
      return { stops: start(now.stops, at) }
    case 'ReminderSent':
      return event.deadline === undefined ? {} : given(now, event.deadline, event.timer)
    case 'Escalated':
      return { escalated: true, ...given(now, event.deadline, event.alarm) }
    case 'DeemedApprovalWarned':
      return given(now, event.deadline, event.alarm)
    case 'DeemedApproved':
      return { deemed: true, ...given(now, event.deadline, 'lapse') }
    case 'LapsedWithoutApproval':
      return { lapsed: true, ...given(now, event.deadline, 'lapse') }
    case 'NoteAdded':
    case 'PermitDelivered':
    case 'DeadlineMoved':
      return {}
  }
}

function inHands({ task, role, openedAt }: OpenTask, holder: string | null, at: number, handedOver: boolean): OpenTask {
  return holder === null ? { task, role, openedAt, holder } : { task, role, openedAt, holder, heldSince: at, handedOver }
}

/** A clock that stands still for one reason goes on doing so; another reason begins a stop of its own. */
function stop(stops: readonly CaseStop[], at: number, reason: StopReason): readonly CaseStop[] {
  if (stops.some((each) => each.to === null && each.reason === reason)) return stops
  return [...start(stops, at), { from: at, to: null, reason }]
}

function start(stops: readonly CaseStop[], at: number): readonly CaseStop[] {
  return stops.map((each) => (each.to === null ? { ...each, to: at } : each))
}

function given({ alarms }: Application, deadline: number, key: string): Pick<Application, 'alarms'> {
  return { alarms: { deadline, given: alarms?.deadline === deadline ? [...alarms.given, key] : [key] } }
}

/** Verdicts stand unless the applicant was asked to change what they were about. */
function keep(verdicts: Readonly<Record<string, Verdict>>, changed: readonly string[]): Readonly<Record<string, Verdict>> {
  return Object.fromEntries(Object.entries(verdicts).filter(([key]) => !changed.includes(key)))
}
