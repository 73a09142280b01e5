import type { Application } from '../office/application.ts'
import { isRole, type Actor, type ApplicationEvent } from '../office/application-events.ts'
import { decide, type Command, type Context, type Refusal } from '../office/decide.ts'
import type { Person } from '../office/permissions.ts'
import { currentAnswers, factsOf, openKey } from './case-file.ts'
import type { DataKey, Office, Tx, UnitClock } from './ports.ts'
import { recordEvents } from './record-events.ts'
import type { Visitor } from './views.ts'

export type Refused<R extends { readonly kind: string }> = { readonly ok: false; readonly refusal: R }
export type NotFound = { readonly kind: 'NotFound' }
export type Acted = { readonly ok: true } | Refused<Refusal | NotFound>

/** A case with all that a rule needs to judge it. */
export type OpenedCase = {
  readonly application: Application
  readonly key: DataKey
  readonly context: Context & { readonly clock: UnitClock }
}

/** Loads a case with its service's version, its unit's calendar and its key; null when there is none. */
export async function openCase(office: Office, tx: Tx, id: string): Promise<OpenedCase | null> {
  if (!isUuid(id)) return null
  const application = await tx.load(id)
  const key = application && (await openKey(office, tx, id))
  if (!application || !key) return null
  const service = await office.services.at(application.service, application.serviceVersion)
  const [answers, clock] = await Promise.all([currentAnswers(office, tx, key, application), office.calendars.of(application.unit, tx)])
  return { application, key, context: { now: office.now(), service, facts: factsOf(service, answers), clock } }
}

/**
 * One command of one person on one case: asked before? then the same answer; else load, decide, save, in one
 * transaction. `prepare` makes the command inside it (texts are sealed there).
 */
export async function actOnCase(
  office: Office,
  visitor: Visitor,
  request: { readonly id: string; readonly command: string },
  prepare: (opened: OpenedCase, tx: Tx) => Promise<Command>,
): Promise<Acted> {
  return office.store.transaction(async (tx) => {
    const known = await recallCommand(tx, request.command, visitor.person)
    if (known) return known as Acted
    const opened = await openCase(office, tx, request.id)
    if (!opened || !mayKnow(visitor, opened.application)) return notFound
    const command = await prepare(opened, tx)
    const decision = decide(opened.application, personOf(visitor), command, opened.context)
    if (!decision.ok) return decision
    if (decision.events.length > 0)
      await recordEvents(tx, request.id, opened.application, decision.events, actorOf(visitor, opened.application, decision.events), opened.context)
    const answer: Acted = { ok: true }
    await tx.remember(request.command, visitor.person, command.kind, answer)
    return answer
  })
}

/** The answer given before to this command of this person; commands that are no UUID are never remembered. */
export async function recallCommand(tx: Tx, command: string, person: string): Promise<unknown | null> {
  if (!isUuid(command)) throw new Error('A command needs an id.')
  return tx.recall(command, person)
}

export function personOf(visitor: Visitor): Person {
  return visitor.kind === 'citizen'
    ? { kind: 'applicant', person: visitor.person }
    : { kind: 'staff', person: visitor.person, duties: visitor.duties }
}

/** The actor of the record: staff act in the role that the task asks for. */
export function actorOf(visitor: Visitor, application: Application, events: readonly ApplicationEvent[]): Actor {
  if (visitor.kind === 'citizen') return { kind: 'applicant', person: visitor.person }
  const signs = events.some((event) => event.type === 'PermitSigned' || event.type === 'ReturnedToVerifier')
  const role = signs ? 'head' : (application.task?.role ?? visitor.duties.map(({ duty }) => duty).find(isRole) ?? 'verifier')
  return { kind: 'staff', person: visitor.person, role }
}

/** Other people's applications do not exist for a citizen: the answer is the same as for a made-up address. */
function mayKnow(visitor: Visitor, application: Application): boolean {
  return visitor.kind === 'staff' || application.applicant === visitor.person
}

export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
}

export const notFound: Refused<NotFound> = { ok: false, refusal: { kind: 'NotFound' } }
