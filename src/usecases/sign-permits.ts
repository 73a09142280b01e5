import { decide, type Refusal } from '../office/decide.ts'
import { mayNot } from '../office/permissions.ts'
import { actorOf, notFound, openCase, personOf, type NotFound, type Refused } from './act-on-case.ts'
import { issuePermit } from './issue-permit.ts'
import type { Office } from './ports.ts'
import { recordEvents } from './record-events.ts'
import type { Visitor } from './views.ts'

export { returnToVerifier } from './decide-case.ts'

export type SignResult =
  | { readonly id: string; readonly ok: true; readonly permit: string }
  | { readonly id: string; readonly ok: false; readonly refusal: Refusal | NotFound | { readonly kind: 'Failed' } }

/** Signs one case or many. Each stands alone: what can't be signed is said beside it and holds up no other. */
export async function signPermits(
  office: Office,
  visitor: Visitor,
  request: { readonly ids: readonly string[]; readonly command: string },
): Promise<{ readonly ok: true; readonly results: readonly SignResult[] }> {
  const results: SignResult[] = []
  for (const id of new Set(request.ids)) {
    const signed = await signOne(office, visitor, id)
    results.push(signed.ok ? { id, ...signed } : { id, ...signed })
  }
  return { ok: true, results }
}

/**
 * The permit is numbered, made, sealed and signed, and its facts recorded, in one transaction: either the permit is
 * there whole or not at all. The signed file is on the disk before the commit; one that lost its commit is swept away.
 */
async function signOne(
  office: Office,
  visitor: Visitor,
  id: string,
): Promise<{ readonly ok: true; readonly permit: string } | Refused<Refusal | NotFound>> {
  return office.store.transaction(async (tx) => {
    const opened = await openCase(office, tx, id)
    if (!opened || visitor.kind !== 'staff') return notFound
    const { application } = opened
    // Signing twice (a double click, a retry) finds the permit that is there; what the law approved meanwhile was signed by nobody.
    if (application.permit && !application.deemed && mayNot(personOf(visitor), 'read-case', application) === null) return { ok: true, permit: application.permit }
    const denial = application.outcome ? ({ kind: 'Decided' } as const) : mayNot(personOf(visitor), 'sign', application)
    if (denial) return { ok: false, refusal: denial }
    const { signed, row } = await issuePermit(office, tx, opened, visitor.person)
    const decision = decide(application, personOf(visitor), { kind: 'sign', ...signed }, opened.context)
    if (!decision.ok) return decision
    // The facts first: when somebody else decided meanwhile, it is the stream that says so.
    await recordEvents(tx, id, application, decision.events, actorOf(visitor, application, decision.events), opened.context)
    await tx.savePermit(row)
    return { ok: true, permit: row.number }
  })
}
