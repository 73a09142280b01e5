import { decide, type Refusal } from '../office/decide.ts'
import type { OutOfTurnReason, Role } from '../office/application-events.ts'
import { actOnCase, actorOf, notFound, openCase, personOf, recallCommand, type Acted, type NotFound, type Refused } from './act-on-case.ts'
import { hasDuty, type NoDuty } from './officer-queue.ts'
import type { Office } from './ports.ts'
import { recordEvents } from './record-events.ts'
import type { Visitor } from './views.ts'

/** Takes one case. One that is not the next in the fair line needs a reason, which goes on the record. */
export async function takeTask(
  office: Office,
  visitor: Visitor,
  request: { readonly id: string; readonly reason: OutOfTurnReason | null; readonly command: string },
): Promise<Acted> {
  return office.store.transaction(async (tx): Promise<Acted> => {
    const known = await recallCommand(tx, request.command, visitor.person)
    if (known) return known as Acted
    const opened = await openCase(office, tx, request.id)
    if (!opened || visitor.kind !== 'staff') return notFound
    const { application, context } = opened
    const next = application.task ? await tx.nextInLine(application.unit, application.task.role, visitor.person) : null
    const decision = decide(application, personOf(visitor), { kind: 'take', reason: request.reason, nextInLine: next }, context)
    if (!decision.ok) return decision
    if (decision.events.length > 0)
      await recordEvents(tx, request.id, application, decision.events, actorOf(visitor, application, decision.events), context)
    for (const event of decision.events)
      if (event.type === 'TaskTaken' && event.outOfTurn)
        await tx.recordOutOfTurn({ id: request.id, unit: application.unit, person: visitor.person, reason: event.outOfTurn, at: context.now })
    const answer: Acted = { ok: true }
    await tx.remember(request.command, visitor.person, 'take', answer)
    return answer
  })
}

/** Takes the next case of the fair line. When a colleague takes it in the same moment, the one after it is tried. */
export async function takeNext(
  office: Office,
  visitor: Visitor,
  request: { readonly unit: string; readonly role: Role; readonly command: string },
): Promise<{ readonly ok: true; readonly id: string } | Refused<Refusal | NotFound | NoDuty | { readonly kind: 'NothingWaiting' }>> {
  if (!hasDuty(visitor, request.unit, request.role)) return { ok: false, refusal: { kind: 'NoDuty' } }
  for (let attempt = 0; attempt < 10; attempt++) {
    const id = await office.store.transaction((tx) => tx.nextInLine(request.unit, request.role, visitor.person))
    if (!id) return { ok: false, refusal: { kind: 'NothingWaiting' } }
    const taken = await takeTask(office, visitor, { id, reason: null, command: attempt === 0 ? request.command : office.newId() })
    if (taken.ok) return { ok: true, id }
    if (taken.refusal.kind !== 'HeldByAnother' && taken.refusal.kind !== 'OutOfTurn') return taken
  }
  return { ok: false, refusal: { kind: 'NothingWaiting' } }
}

/** Lays a case back into the line, at the place its deadline gives it. */
export async function releaseTask(office: Office, visitor: Visitor, request: { readonly id: string; readonly command: string }): Promise<Acted> {
  return actOnCase(office, visitor, request, async () => ({ kind: 'release' }))
}
