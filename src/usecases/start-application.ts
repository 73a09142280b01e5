import type { Refused } from './act-on-case.ts'
import type { Office } from './ports.ts'
import type { Visitor } from './views.ts'

/**
 * Begins an application, or goes on with the one of this service that the person has begun already. Nothing about the
 * person is recorded for ever before they submit: a draft is a row with a key of its own.
 */
export async function startApplication(
  office: Office,
  visitor: Visitor,
  request: { readonly service: string },
): Promise<{ readonly ok: true; readonly id: string } | Refused<{ readonly kind: 'UnknownService' | 'StaffMayNotApply' }>> {
  const service = office.services.current(request.service)
  if (!service) return { ok: false, refusal: { kind: 'UnknownService' } }
  if (visitor.kind !== 'citizen') return { ok: false, refusal: { kind: 'StaffMayNotApply' } }
  return office.store.transaction(async (tx) => {
    const begun = await tx.draftOf(visitor.person, service.id)
    if (begun) return { ok: true, id: begun }
    const id = office.newId()
    await tx.saveDataKey(id, office.keys.newDataKey().wrapped)
    await tx.saveDraft({
      id,
      person: visitor.person,
      service: service.id,
      serviceVersion: service.version,
      answers: null,
      changed: {},
      savedAt: office.now(),
    })
    return { ok: true, id }
  })
}
