import { evolve, type Application } from '../application.ts'
import type { Actor, AnswersRef, ApplicationEvent, DocumentRef, TextRef } from '../application-events.ts'
import { decide, submit, type Command, type Context, type Decision, type Refusal } from '../decide.ts'
import type { Person } from '../permissions.ts'
import type { Service } from '../service.ts'
import type { Link } from './journal.ts'
import type { CounterRecord, Decide, Seen, Sign, TakeIn } from './record.ts'
import { mayNotSignAlone, type AloneDenial, type Delegation } from './sign-alone.ts'

/** How a command that another builds on stands. `unknown`: it has not come yet. */
export type Standing = 'accepted' | 'waiting' | 'set-aside' | 'given-up' | 'unknown'

/** What the office knows of a record when it judges it. */
export type Known = {
  readonly device: { readonly unit: string; readonly revoked: boolean }
  /** The officer with the duties of the day of the record; null when they never signed in on this device. */
  readonly officer: Extract<Person, { kind: 'staff' }> | null
  readonly link: Link
  /** The server's mark on the record's time stamp is genuine. */
  readonly stampIsOurs: boolean
  /** Another record has brought this command id with other words. */
  readonly commandTaken: boolean
  readonly before: ReadonlyMap<string, Standing>
  readonly about: About
  /** When it was done, as far as that can be trusted; epoch milliseconds. */
  readonly at: number
}

export type About =
  | {
      readonly kind: 'take-in'
      readonly does: TakeIn
      /** The entry of the device's block with the application's id; null when it is not this device's. */
      readonly reserved: { readonly number: string; readonly service: string; readonly used: boolean } | null
      /** Null when that version was never published. */
      readonly context: Context | null
      /** Fields that the service's own checks refuse. */
      readonly wrongFields: readonly string[]
      readonly uploads: ReadonlyMap<string, Upload>
      readonly answers: AnswersRef
      /** The number that it goes into the record under, where a person chose another. */
      readonly number: string
    }
  | { readonly kind: 'decide'; readonly does: Decide; readonly application: Application | null; readonly context: Context | null; readonly message: TextRef | null }
  | {
      readonly kind: 'sign'
      readonly does: Sign
      readonly application: Application | null
      readonly context: Context | null
      readonly delegation: (Delegation & { readonly isRevoked: boolean; readonly used: number }) | null
      /** The permit number, where it was lent with this delegation for this service. */
      readonly number: { readonly used: boolean } | null
      /** The delegated key signed exactly what the office would have signed for this case, then. */
      readonly sealHolds: boolean
    }
  | { readonly kind: 'hand-out'; readonly found: boolean; readonly notReady: string | null; readonly handedOut: boolean }
  | { readonly kind: 'visit'; readonly reserved: { readonly used: boolean } | null; readonly refusal: string | null }

/** A document that came apart from its record: kept under an id, or refused for what it is. */
export type Upload = { readonly kept: true; readonly document: string; readonly digest: string } | { readonly kept: false; readonly why: string }

/** Why a record is before a person. Nothing that was done at a counter is dropped. */
export type SetAside =
  | { readonly kind: 'DeviceRevoked' | 'UnknownOfficer' | 'Forked' | 'Torn' | 'ForeignTime' | 'CommandTaken' | 'BeforeGivenUp' | 'NotReserved' | 'NumberUsed' | 'UnknownService' | 'NotFound' | 'AlreadyHandedOut' | 'DelegationRevoked' | 'SealWrong' }
  | { readonly kind: 'NoDuty'; readonly duty: 'counter' }
  | { readonly kind: 'Incomplete'; readonly fields: readonly string[]; readonly documents: readonly string[] }
  | { readonly kind: 'DocumentRefused'; readonly documents: readonly string[] }
  /** Another decision came first, or the case is no longer what the officer saw. */
  | { readonly kind: 'CaseMoved' }
  | { readonly kind: 'Refused'; readonly refusal: Refusal }
  | { readonly kind: 'NotSigned'; readonly refusal: AloneDenial }
  | { readonly kind: 'NotReady'; readonly why: string }
  | { readonly kind: 'VisitRefused'; readonly why: string }

export type Judged =
  | { readonly verdict: 'accepted'; readonly events: readonly ApplicationEvent[] }
  | { readonly verdict: 'waiting'; readonly commands: readonly string[]; readonly documents: readonly string[] }
  | { readonly verdict: 'set-aside'; readonly reason: SetAside }

/**
 * What becomes of a record, by the same rules as for everybody else. Accepted with the facts that follow; waiting for what
 * it builds on (a command, a document) and for nothing else; or set aside for a person, with the reason.
 *
 * Two decisions of one case: the one that is first on the office's record stands, since what follows from it (a message,
 * a stopped clock) may have reached the applicant, and facts are never undone. The other is set aside and its officer told.
 */
export function judge(known: Known, record: CounterRecord): Judged {
  const { device, officer, link, about } = known
  if (device.revoked) return aside('DeviceRevoked')
  if (link === 'forked') return aside('Forked')
  if (link === 'torn') return aside('Torn')
  if (known.commandTaken) return aside('CommandTaken')
  if (!known.stampIsOurs) return aside('ForeignTime')
  if (officer === null) return aside('UnknownOfficer')
  const standings = record.after.map((command) => [command, known.before.get(command) ?? 'unknown'] as const)
  if (standings.some(([, standing]) => standing === 'given-up')) return aside('BeforeGivenUp')
  const commands = standings.filter(([, standing]) => standing !== 'accepted').map(([command]) => command)
  if (commands.length > 0) return { verdict: 'waiting', commands, documents: [] }
  const serves = officer.duties.some(({ duty, unit }) => duty === 'counter' && unit === device.unit)
  if (about.kind !== 'decide' && about.kind !== 'sign' && !serves) return { verdict: 'set-aside', reason: { kind: 'NoDuty', duty: 'counter' } }
  switch (about.kind) {
    case 'take-in':
      return takeIn(about)
    case 'decide':
      return decideCase(about, officer)
    case 'sign':
      return signCase(about, officer, known)
    case 'hand-out':
      return handOut(about)
    case 'visit':
      return visit(about)
  }
}

function takeIn(about: Extract<About, { kind: 'take-in' }>): Judged {
  const { does, reserved, context, uploads, wrongFields } = about
  if (!reserved || reserved.number !== does.number || reserved.service !== does.service) return aside('NotReserved')
  if (reserved.used) return aside('NumberUsed')
  if (!context) return aside('UnknownService')
  const missing = missingPapers(context.service, does)
  if (wrongFields.length + missing.length > 0) return { verdict: 'set-aside', reason: { kind: 'Incomplete', fields: wrongFields, documents: missing } }
  const refused = does.documents.filter(({ sha256 }) => uploads.get(sha256)?.kept === false)
  if (refused.length > 0) return { verdict: 'set-aside', reason: { kind: 'DocumentRefused', documents: refused.map(({ requirement }) => requirement) } }
  const notCome = does.documents.filter(({ sha256 }) => !uploads.has(sha256))
  if (notCome.length > 0) return { verdict: 'waiting', commands: [], documents: [...new Set(notCome.map(({ sha256 }) => sha256))] }
  return ofDecision(submit({ number: about.number, answers: about.answers, documents: documentRefs(does, uploads), channel: 'counter' }, context))
}

/** The documents of an application as its facts speak of them. */
export function documentRefs(does: TakeIn, uploads: ReadonlyMap<string, Upload>): readonly DocumentRef[] {
  return does.documents.flatMap(({ requirement, sha256 }) => {
    const upload = uploads.get(sha256)
    return upload?.kept ? [{ requirement, document: upload.document, digest: upload.digest }] : []
  })
}

function missingPapers(service: Service, does: TakeIn): readonly string[] {
  const given = does.documents.map(({ requirement }) => requirement)
  const asked = service.documents.filter(({ madeBy }) => madeBy === 'applicant')
  const unknown = given.filter((key, index) => !asked.some((each) => each.key === key) || given.indexOf(key) !== index)
  return [...asked.filter(({ key, required }) => required && !given.includes(key)).map(({ key }) => key), ...unknown]
}

function decideCase(about: Extract<About, { kind: 'decide' }>, officer: Person): Judged {
  const { does, application, context, message } = about
  if (!application || !context) return aside('NotFound')
  if (!isAsSeen(application, does)) return aside('CaseMoved')
  return ofDecision(decideAll(application, officer, does, message, context))
}

/** A permit that was signed alone stands on a living delegation, one of its numbers, the case as it was seen, and the very words. */
function signCase(about: Extract<About, { kind: 'sign' }>, officer: Extract<Person, { kind: 'staff' }>, { at }: Known): Judged {
  const { does, application, context, delegation, number, sealHolds } = about
  if (!application || !context) return aside('NotFound')
  if (delegation?.isRevoked) return aside('DelegationRevoked')
  if (!number) return aside('NotReserved')
  if (number.used) return aside('NumberUsed')
  if (!isAsSeen(application, does)) return aside('CaseMoved')
  const refusal = mayNotSignAlone(officer, application, { isAllowed: context.service.offlineSigning, delegation, used: delegation?.used ?? 0, at })
  if (refusal) return { verdict: 'set-aside', reason: { kind: 'NotSigned', refusal } }
  if (!sealHolds) return aside('SealWrong')
  // The file is made when it stands; whether it can be signed does not hang on what is in it.
  const decision = decide(application, officer, { kind: 'sign', permit: does.permit, validFrom: '', validUntil: '', pdf: '', seal: '', certificate: '' }, context)
  return decision.ok ? accepted([]) : ofDecision(decision)
}

function isAsSeen({ outcome, task, answersVersion, returned }: Application, { seen }: { readonly seen: Seen }): boolean {
  return outcome === null && task?.task === seen.task && answersVersion === seen.answersVersion && (returned?.text ?? null) === seen.returned
}

/** Taken, judged part by part, decided: each by the rules, each on what the one before left. All or nothing. */
export function decideAll(application: Application, officer: Person, does: Decide, message: TextRef | null, context: Context): Decision {
  const by: Actor = { kind: 'staff', person: officer.person, role: application.task?.role ?? 'verifier' }
  let now = application
  const events: ApplicationEvent[] = []
  for (const command of commandsOf(application, does, message)) {
    const decision = decide(now, officer, command, context)
    if (!decision.ok) return decision
    for (const event of decision.events) now = evolve(now, { stream: now.id, version: now.version + 1, at: context.now, by, event }) as Application
    events.push(...decision.events)
  }
  return { ok: true, events }
}

function commandsOf(application: Application, does: Decide, message: TextRef | null): readonly Command[] {
  const { documents, fields, outcome, outOfTurn } = does
  const changed = <T extends string>(now: Readonly<Record<string, T>>, then: Readonly<Record<string, T>>) => Object.entries(then).filter(([key, verdict]) => (now[key] ?? 'open') !== verdict)
  return [
    // The line of the device is not the line of the office: its own turn was kept there, or it said why not.
    { kind: 'take', reason: outOfTurn, nextInLine: outOfTurn === null ? application.id : '' },
    ...changed(application.documentVerdicts, documents).map(([document, verdict]): Command => ({ kind: 'judge-document', document, verdict })),
    ...changed(application.fieldVerdicts, fields).map(([field, verdict]): Command => ({ kind: 'judge-field', field, verdict })),
    ...(outcome === null ? [] : [outcomeCommand(outcome, message)]),
  ]
}

function outcomeCommand(outcome: NonNullable<Decide['outcome']>, message: TextRef | null): Command {
  switch (outcome.kind) {
    case 'approve':
      return { kind: 'approve' }
    case 'send-back':
      return { kind: 'send-back', fields: outcome.fields, documents: outcome.documents, message }
    case 'reject':
      return { kind: 'reject', reasons: outcome.reasons, message }
    case 'return':
      return { kind: 'return', reason: message }
  }
}

function handOut(about: Extract<About, { kind: 'hand-out' }>): Judged {
  if (!about.found) return aside('NotFound')
  if (about.handedOut) return aside('AlreadyHandedOut')
  return about.notReady === null ? accepted([]) : { verdict: 'set-aside', reason: { kind: 'NotReady', why: about.notReady } }
}

function visit(about: Extract<About, { kind: 'visit' }>): Judged {
  if (!about.reserved) return aside('NotReserved')
  if (about.reserved.used) return aside('NumberUsed')
  return about.refusal === null ? accepted([]) : { verdict: 'set-aside', reason: { kind: 'VisitRefused', why: about.refusal } }
}

const accepted = (events: readonly ApplicationEvent[]): Judged => ({ verdict: 'accepted', events })
const aside = (kind: Exclude<SetAside, { duty: unknown } | { fields: unknown } | { documents: unknown } | { refusal: unknown } | { why: unknown }>['kind']): Judged => ({ verdict: 'set-aside', reason: { kind } })
const ofDecision = (decision: Decision): Judged => (decision.ok ? accepted(decision.events) : { verdict: 'set-aside', reason: { kind: 'Refused', refusal: decision.refusal } })
