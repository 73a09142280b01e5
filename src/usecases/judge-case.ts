import type { Verdict } from '../office/application-events.ts'
import { decide, type Command } from '../office/decide.ts'
import { actorOf, notFound, openCase, personOf, recallCommand, type Acted } from './act-on-case.ts'
import type { Office } from './ports.ts'
import { recordEvents } from './record-events.ts'
import type { Visitor } from './views.ts'

/** Saves verdicts on documents and answers. Only those that differ from what stands become facts; all or none. */
export async function judgeCase(
  office: Office,
  visitor: Visitor,
  request: {
    readonly id: string
    readonly documents: Readonly<Record<string, Verdict>>
    readonly fields: Readonly<Record<string, Verdict>>
    readonly command: string
  },
): Promise<Acted> {
  return office.store.transaction(async (tx): Promise<Acted> => {
    const known = await recallCommand(tx, request.command, visitor.person)
    if (known) return known as Acted
    const opened = await openCase(office, tx, request.id)
    if (!opened || visitor.kind !== 'staff') return notFound
    const { application, context } = opened
    const commands: readonly Command[] = [
      ...Object.entries(request.documents)
        .filter(([key, verdict]) => (application.documentVerdicts[key] ?? 'open') !== verdict)
        .map(([document, verdict]) => ({ kind: 'judge-document', document, verdict }) as const),
      ...Object.entries(request.fields)
        .filter(([key, verdict]) => (application.fieldVerdicts[key] ?? 'open') !== verdict)
        .map(([field, verdict]) => ({ kind: 'judge-field', field, verdict }) as const),
    ]
    const decisions = commands.map((command) => decide(application, personOf(visitor), command, context))
    const refused = decisions.find((decision) => !decision.ok)
    if (refused && !refused.ok) return refused
    const events = decisions.flatMap((decision) => (decision.ok ? decision.events : []))
    if (events.length > 0) await recordEvents(tx, request.id, application, events, actorOf(visitor, application, events), context)
    const answer: Acted = { ok: true }
    await tx.remember(request.command, visitor.person, 'judge', answer)
    return answer
  })
}
