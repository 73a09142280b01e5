import { submit } from '../../office/decide.ts'
import type { Service } from '../../office/service.ts'
import { answersRef, documentRefs, factsOf } from '../case-file.ts'
import { openDraft } from '../open-draft.ts'
import type { Office } from '../ports.ts'
import { unitOf } from '../submit-application.ts'
import type { UnitView, Visitor } from '../views.ts'
import { promiseDay, type PromisedDay } from './promise-day.ts'

/**
 * What a filled-in draft would be promised if it were sent now; null while it can't be sent to a unit, and for services that
 * promise the same on every day.
 */
export async function promiseOfDraft(office: Office, visitor: Visitor, id: string): Promise<PromisedDay | null> {
  return office.store.transaction(async (tx) => {
    const draft = await openDraft(office, tx, visitor.person, id, false)
    if ('kind' in draft || draft.application || !draft.service.oneDayService) return null
    const { service, key, answers } = draft
    const context = { now: office.now(), service, facts: factsOf(service, answers), clock: await office.calendars.of('') }
    const decision = submit({ number: '', answers: answersRef(office, key, 1, answers), documents: documentRefs(draft.documents) }, context)
    return decision.ok ? promiseDay(office, tx, service, unitOf(service, decision), false) : null
  })
}

/** What one unit would promise now. */
export type UnitPromise = { readonly unit: UnitView; readonly promised: PromisedDay }

/** What each unit that has officers (or the one asked for) would promise for a one-day service now, in the order of their codes; nothing for others. */
export async function promisesOfService(office: Office, service: Service, only?: string): Promise<readonly UnitPromise[]> {
  if (!service.oneDayService) return []
  const promises = await office.store.transaction(async (tx) => {
    const units = only === undefined ? await tx.unitsWithOfficers(office.today()) : [only]
    const found: { readonly unit: string; readonly promised: PromisedDay }[] = []
    for (const unit of units) found.push({ unit, promised: await promiseDay(office, tx, service, unit, false) })
    return found
  })
  const views = await Promise.all(promises.map(async ({ unit, promised }) => ({ unit: await office.places.unit(unit), promised })))
  return views.flatMap(({ unit, promised }) => (unit ? [{ unit, promised }] : []))
}
