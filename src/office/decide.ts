import { advance, begin, waiting, type ProcessEvent, type ProcessFact, type Step, type Waiting } from '../process/index.ts'
import type { Application } from './application.ts'
import {
  outOfTurnReasons,
  type AnswersRef,
  type ApplicationEvent,
  type Channel,
  type DocumentRef,
  type OutOfTurnReason,
  type PaperReceived,
  type TextRef,
  type Verdict,
} from './application-events.ts'
import { mayNot, type Action, type Denial, type Person } from './permissions.ts'
import { processContext, type Clock } from './process-context.ts'
import { stoppedBy, type StopReason } from './promise/clock-stops.ts'
import { isComplete } from './promise/complete.ts'
import type { Service } from './service.ts'

/** What somebody asks to be done to an application that was submitted. */
export type Command =
  | { readonly kind: 'take'; readonly reason: OutOfTurnReason | null; readonly nextInLine: string | null }
  | { readonly kind: 'release' }
  | { readonly kind: 'judge-document'; readonly document: string; readonly verdict: Verdict }
  | { readonly kind: 'judge-field'; readonly field: string; readonly verdict: Verdict }
  | { readonly kind: 'add-note'; readonly note: TextRef }
  | { readonly kind: 'approve' }
  | { readonly kind: 'send-back'; readonly fields: readonly string[]; readonly documents: readonly string[]; readonly message: TextRef | null }
  | { readonly kind: 'reject'; readonly reasons: readonly string[]; readonly message: TextRef | null }
  | { readonly kind: 'sign'; readonly permit: string; readonly validFrom: string; readonly validUntil: string; readonly pdf: string; readonly seal: string; readonly certificate: string }
  | { readonly kind: 'return'; readonly reason: TextRef | null }
  /** `changed`: the fields whose answers are not what they were; the record itself keeps digests of whole versions only. */
  | { readonly kind: 'correct'; readonly answers: AnswersRef; readonly documents: readonly DocumentRef[]; readonly changed: readonly string[] }
  | { readonly kind: 'withdraw' }

export type Submission = {
  readonly number: string
  readonly answers: AnswersRef
  readonly documents: readonly DocumentRef[]
  /** Working days promised; without it, those of the service. */
  readonly days?: number
  /** What came on a printed form. */
  readonly paper?: PaperReceived
  /** Where it was handed in; online when nothing is said. */
  readonly channel?: Channel
  /** When it was made, where that was before it came in. Epoch milliseconds. */
  readonly madeAt?: number | null
}

export type Context = {
  readonly now: number
  readonly service: Service
  /** The applicant's answers as the process and its decisions may see them. */
  readonly facts: Readonly<Record<string, unknown>>
  readonly clock: Clock
}

export type Refusal =
  | Denial
  | { readonly kind: 'Decided' }
  | { readonly kind: 'OutOfTurn' }
  | { readonly kind: 'NotJudged'; readonly documents: readonly string[] }
  | { readonly kind: 'RefusedParts'; readonly documents: readonly string[]; readonly fields: readonly string[] }
  | { readonly kind: 'NothingMarked' }
  | { readonly kind: 'UnknownPart'; readonly part: string }
  | { readonly kind: 'MessageMissing' }
  | { readonly kind: 'ReasonMissing' }
  | { readonly kind: 'UnknownReason'; readonly reason: string }
  | { readonly kind: 'NoCorrectionAsked' }
  /** The promised time is over and the law has approved: what is left is to issue it. */
  | { readonly kind: 'Lapsed' }
  | Unchanged
  | { readonly kind: 'ProcessRefuses'; readonly reason: string }

/** What was marked, and is still as it was. */
export type Unchanged = { readonly kind: 'Unchanged'; readonly documents: readonly string[]; readonly fields: readonly string[] }

export type Decision = { readonly ok: true; readonly events: readonly ApplicationEvent[] } | { readonly ok: false; readonly refusal: Refusal }

/** The first facts of an application: submitted, routed to its unit by the service's decision, first task opened. */
export function submit(submission: Submission, context: Context): Decision {
  const { service } = context
  const days = submission.days ?? service.days
  const submitted: ApplicationEvent = {
    type: 'ApplicationSubmitted',
    service: service.id,
    serviceVersion: service.version,
    number: submission.number,
    channel: submission.paper ? 'paper' : (submission.channel ?? 'online'),
    ...(submission.paper ? { paper: submission.paper } : {}),
    answers: submission.answers,
    documents: submission.documents,
    days,
    ...(typeof submission.madeAt === 'number' ? { madeAt: submission.madeAt } : {}),
  }
  const promise = { submittedAt: submission.paper?.receivedAt ?? context.now, days, stops: [] }
  const decision = moved(null, [submitted], begin(service.process, processContext(context, promise)), context)
  const routed = decision.ok && decision.events.some((event) => event.type === 'CaseRouted')
  // A case that belongs to no unit would be seen by nobody.
  return decision.ok && !routed ? refuse({ kind: 'ProcessRefuses', reason: 'NotRouted' }) : decision
}

/** Takes an application, who asks, and what; gives the facts that follow, or why not. Changes nothing. */
export function decide(application: Application, person: Person, command: Command, context: Context): Decision {
  if (application.outcome !== null && command.kind !== 'add-note') return refuse({ kind: 'Decided' })
  const denial = mayNot(person, actionOf(command), application)
  if (denial) return refuse(denial)
  if (hasLapsed(application, command, context)) return refuse({ kind: 'Lapsed' })
  switch (command.kind) {
    case 'take':
      return take(application, person, command)
    case 'release':
      return application.task ? accept({ type: 'TaskReleased', task: application.task.task }) : refuse({ kind: 'NoOpenTask' })
    case 'judge-document':
      return application.documents.some((document) => document.requirement === command.document)
        ? accept({ type: 'DocumentJudged', document: command.document, verdict: command.verdict })
        : refuse({ kind: 'UnknownPart', part: command.document })
    case 'judge-field':
      return hasField(context.service, command.field)
        ? accept({ type: 'AnswerJudged', field: command.field, verdict: command.verdict })
        : refuse({ kind: 'UnknownPart', part: command.field })
    case 'add-note':
      return accept({ type: 'NoteAdded', note: command.note })
    case 'approve':
      return approve(application, context)
    case 'send-back':
      return sendBack(application, command, context)
    case 'reject':
      return reject(application, command, context)
    case 'sign': {
      const { kind: _, ...signed } = command
      return complete(application, context, 'sign', { type: 'PermitSigned', ...signed })
    }
    case 'return':
      return command.reason
        ? complete(application, context, 'return', { type: 'ReturnedToVerifier', reason: command.reason })
        : refuse({ kind: 'MessageMissing' })
    case 'correct':
      return correct(application, command, context)
    case 'withdraw':
      return accept({ type: 'ApplicationWithdrawn' })
  }
}

/** A timer of the process fell due. Refused when it no longer waits: a late or repeated timer changes nothing. */
export function fireTimer(application: Application, { element, instance }: { readonly element: string; readonly instance?: string }, context: Context): Decision {
  return happen(application, context, { kind: 'timer', element, ...(instance === undefined ? {} : { instance }) })
}

/** Something that a case waits for happened outside it: a message of its model, e.g. that a payment came in. */
export function hear(application: Application, name: string, context: Context): Decision {
  return happen(application, context, { kind: 'message', name })
}

/** The message by which the office tells a process that its promise lapsed and the law approves. */
export const lapseMessage = 'promise-lapsed'

/** Silence became an approval: the system issues the permit, and the process goes its own way to its end. */
export function deem(application: Application, signed: Omit<Extract<Command, { kind: 'sign' }>, 'kind'>, deadline: number, context: Context): Decision {
  if (application.outcome !== null) return refuse({ kind: 'Decided' })
  const basis = context.service.deemedApproval?.basis ?? ''
  return move(application, context, { kind: 'message', name: lapseMessage }, [{ type: 'DeemedApproved', basis, deadline }, { type: 'PermitSigned', ...signed }])
}

function happen(application: Application, context: Context, event: ProcessEvent): Decision {
  return application.outcome === null ? move(application, context, event, []) : refuse({ kind: 'Decided' })
}

/** The signed permit was put into the applicant's hands. */
export function deliver(application: Application, context: Context): Decision {
  const task = waiting(context.service.process, application.process).find((open) => open.kind === 'service' && open.type === 'deliver-permit')
  if (!task) return refuse({ kind: 'NoOpenTask' })
  return move(application, context, completed(task), [{ type: 'PermitDelivered', by: 'online' }])
}

/** What can't be done to a case any more once the law has approved it, and only the system's job to issue it is still to come. */
const tooLate = new Set<Command['kind']>(['judge-document', 'judge-field', 'reject', 'send-back'])

function hasLapsed(application: Application, command: Command, { service, clock, now }: Context): boolean {
  if (!service.deemedApproval?.on || application.lapsed || !tooLate.has(command.kind)) return false
  const deadline = clock.deadline(application)
  return deadline !== null && now >= deadline && isComplete(application, service)
}

function actionOf(command: Command): Action {
  return command.kind === 'judge-document' || command.kind === 'judge-field' ? 'judge' : command.kind
}

/** Two officers can't take the same task, and nobody picks cherries: out of turn needs a reason, which is recorded. */
function take(application: Application, person: Person, command: Extract<Command, { kind: 'take' }>): Decision {
  const task = application.task
  if (!task) return refuse({ kind: 'NoOpenTask' })
  if (task.holder === person.person) return { ok: true, events: [] }
  const inTurn = command.nextInLine === null || command.nextInLine === application.id
  if (!inTurn && command.reason === null) return refuse({ kind: 'OutOfTurn' })
  if (command.reason !== null && !outOfTurnReasons.includes(command.reason))
    return refuse({ kind: 'UnknownReason', reason: command.reason })
  return accept({ type: 'TaskTaken', task: task.task, outOfTurn: inTurn ? null : command.reason })
}

function approve(application: Application, context: Context): Decision {
  const open = application.documents
    .map((document) => document.requirement)
    .filter((key) => (application.documentVerdicts[key] ?? 'open') === 'open')
  if (open.length > 0) return refuse({ kind: 'NotJudged', documents: open })
  const refused = refusedParts(application)
  if (refused.documents.length + refused.fields.length > 0) return refuse({ kind: 'RefusedParts', ...refused })
  return complete(application, context, 'approve', { type: 'ApprovedForSigning' })
}

function refusedParts(application: Application): { documents: readonly string[]; fields: readonly string[] } {
  const refused = (verdicts: Readonly<Record<string, Verdict>>) =>
    Object.entries(verdicts).flatMap(([key, verdict]) => (verdict === 'refused' ? [key] : []))
  return { documents: refused(application.documentVerdicts), fields: refused(application.fieldVerdicts) }
}

/** Only what is marked opens again for the applicant, with words that say why; the clock stops meanwhile. */
function sendBack(application: Application, command: Extract<Command, { kind: 'send-back' }>, context: Context): Decision {
  const { fields, documents, message } = command
  if (fields.length + documents.length === 0) return refuse({ kind: 'NothingMarked' })
  if (message === null) return refuse({ kind: 'MessageMissing' })
  const unknown =
    fields.find((field) => !hasField(context.service, field)) ??
    documents.find((key) => !context.service.documents.some((document) => document.key === key && document.madeBy === 'applicant'))
  if (unknown !== undefined) return refuse({ kind: 'UnknownPart', part: unknown })
  return complete(application, context, 'send-back', { type: 'CorrectionRequested', fields, documents, message })
}

function reject(application: Application, command: Extract<Command, { kind: 'reject' }>, context: Context): Decision {
  if (command.reasons.length === 0) return refuse({ kind: 'ReasonMissing' })
  const unknown = command.reasons.find((reason) => !context.service.rejectionReasons.some((known) => known.key === reason))
  if (unknown !== undefined) return refuse({ kind: 'UnknownReason', reason: unknown })
  return complete(application, context, 'reject', { type: 'ApplicationRejected', reasons: command.reasons, message: command.message })
}

/** Every marked part has to be another one: an officer who gets back what was sent back could only send it back again. */
function correct(application: Application, command: Extract<Command, { kind: 'correct' }>, context: Context): Decision {
  if (!application.correction) return refuse({ kind: 'NoCorrectionAsked' })
  const digestIn = (documents: readonly DocumentRef[], key: string) => documents.find((document) => document.requirement === key)?.digest
  const documents = application.correction.documents.filter((key) => digestIn(application.documents, key) === digestIn(command.documents, key))
  const fields = application.correction.fields.filter((key) => !command.changed.includes(key))
  if (documents.length + fields.length > 0) return refuse({ kind: 'Unchanged', documents, fields })
  const event: ApplicationEvent = { type: 'CorrectionSubmitted', answers: command.answers, documents: command.documents }
  return move(application, context, { kind: 'message', name: 'correction-submitted' }, [event])
}

function complete(application: Application, context: Context, outcome: string, event: ApplicationEvent): Decision {
  if (!application.task) return refuse({ kind: 'NoOpenTask' })
  return move(application, context, { kind: 'complete', element: application.task.task, variables: { outcome } }, [event])
}

/** Moves the process, and on through service tasks that the office itself has done in the same breath. */
function move(application: Application, context: Context, event: ProcessEvent, facts: readonly ApplicationEvent[]): Decision {
  // What comes next waits for nobody outside, as far as is known before the step: its timers need a deadline.
  const stops = application.stops.map((stop) => (stop.to === null ? { ...stop, to: context.now } : stop))
  const values = processContext(context, { ...application, stops })
  let step = advance(context.service.process, application.process, event, values)
  let happened: readonly ProcessFact[] = []
  while (step.ok) {
    happened = [...happened, ...step.happened]
    const issue = step.waiting.find((waiting) => waiting.kind === 'service' && waiting.type === 'issue-permit')
    if (!issue) return moved(application, facts, { ...step, happened }, context)
    step = advance(context.service.process, step.state, completed(issue), values)
  }
  return moved(application, facts, step, context)
}

const completed = ({ element, instance }: Waiting): ProcessEvent => ({ kind: 'complete', element, ...(instance === undefined ? {} : { instance }) })

function moved(before: Application | null, facts: readonly ApplicationEvent[], step: Step, { service }: Context): Decision {
  if (!step.ok) return refuse({ kind: 'ProcessRefuses', reason: step.refusal.kind })
  const needed = stoppedBy(service.process, step.state) ?? (asksForCorrection(before, facts) ? 'applicant' : null)
  return {
    ok: true,
    events: [...facts, ...routed(step.happened), { type: 'ProcessMoved', state: step.state }, ...clockMoves(before, needed), ...opened(step)],
  }
}

/** Models from before the clock's own words say nothing of it: an outstanding correction stops it all the same. */
function asksForCorrection(before: Application | null, facts: readonly ApplicationEvent[]): boolean {
  const last = facts.findLast(({ type }) => type === 'CorrectionRequested' || type === 'CorrectionSubmitted' || type === 'PermitSigned' || type === 'ApplicationRejected')
  return last ? last.type === 'CorrectionRequested' : before !== null && before.correction !== null
}

function clockMoves(before: Application | null, needed: StopReason | null): readonly ApplicationEvent[] {
  const was = before?.stops.find((stop) => stop.to === null)?.reason ?? null
  if (was === needed) return []
  return [needed === null ? { type: 'ClockStarted' } : { type: 'ClockStopped', reason: needed }]
}

function routed(happened: readonly ProcessFact[]): readonly ApplicationEvent[] {
  return happened.flatMap((fact): ApplicationEvent[] => {
    if (fact.kind !== 'decided') return []
    const unit = (fact.value as { unit?: unknown } | null)?.unit
    return typeof unit === 'string' ? [{ type: 'CaseRouted', unit, decision: fact.decision, rules: fact.rules }] : []
  })
}

function opened(step: Extract<Step, { ok: true }>): readonly ApplicationEvent[] {
  const begun = new Set(step.happened.flatMap((fact) => (fact.kind === 'entered' ? [fact.element] : [])))
  return step.waiting.flatMap((waiting): ApplicationEvent[] =>
    waiting.kind === 'user' && begun.has(waiting.element)
      ? [{ type: 'TaskOpened', task: waiting.element, role: waiting.role === 'head' ? 'head' : 'verifier' }]
      : [],
  )
}

function hasField(service: Service, key: string): boolean {
  return service.groups.some((group) => group.fields.some((field) => field.key === key))
}

const accept = (...events: ApplicationEvent[]): Decision => ({ ok: true, events })
const refuse = (refusal: Refusal): Decision => ({ ok: false, refusal })
