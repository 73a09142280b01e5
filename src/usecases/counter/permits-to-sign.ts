import type { Application } from '../../office/application.ts'
import type { Seen } from '../../office/counter/record.ts'
import { mayNot } from '../../office/permissions.ts'
import type { Text } from '../../office/service.ts'
import { isUuid, openCase, personOf, type Refused } from '../act-on-case.ts'
import { permitWords } from '../issue-permit.ts'
import { hasDuty, type NoDuty } from '../officer-queue.ts'
import type { Office, Tx } from '../ports.ts'
import type { UnitView, Visitor } from '../views.ts'
import type { CounterDevice } from './counter-ports.ts'
import type { DelegationRow } from './delegation-ports.ts'

/** A permit as the device may sign and print it: everything but its number, the moment and the signature. */
export type PermitToSign = {
  readonly application: Application
  readonly seen: Seen
  readonly title: Text
  readonly intro: Text
  readonly service: Text
  readonly facts: readonly { readonly label: Text; readonly value: string }[]
  readonly validFrom: string
  readonly validUntil: string
  /** What the code says besides `iss`, `sub` and `iat`. */
  readonly claims: Readonly<Record<string, unknown>>
}

export type ToSign = {
  readonly issuer: string
  readonly unit: UnitView
  readonly officer: { readonly person: string; readonly name: string; readonly duties: readonly { readonly duty: string; readonly unit: string }[] }
  readonly delegation: Omit<DelegationRow, 'refused'> | null
  readonly permits: readonly PermitToSign[]
  /** Cases that the device has as they are; it forgets all that are in neither list. */
  readonly keep: readonly string[]
}

const mostCases = 100
const numbered = (words: string, number: string) => words.replace('{number}', number)

/**
 * What a head may sign on a device while it is alone: cases of the unit that wait for a signature, of services that allow it,
 * and how the delegation stands. Each case that is copied onto the device is a look at it, and on the record; one that it `has`
 * in this version is not copied again.
 */
export async function permitsToSign(
  office: Office,
  visitor: Visitor,
  device: CounterDevice,
  asked: { readonly delegation: string | null; readonly has: Readonly<Record<string, number>> },
): Promise<{ readonly ok: true; readonly toSign: ToSign } | Refused<NoDuty | { readonly kind: 'DeviceRevoked' }>> {
  const unit = await office.places.unit(device.unit)
  if (visitor.kind !== 'staff' || !unit || !hasDuty(visitor, device.unit, 'head')) return { ok: false, refusal: { kind: 'NoDuty' } }
  return office.store.transaction(async (tx) => {
    if ((await tx.counterDevice(device.id))?.revokedAt !== null) return { ok: false, refusal: { kind: 'DeviceRevoked' } }
    const row = asked.delegation !== null && isUuid(asked.delegation) ? await tx.delegation(asked.delegation) : null
    const living = row?.person === visitor.person && row.device === device.id && row.revokedAt === null && row.validUntil > office.now() ? row : null
    const { person, name, duties } = visitor
    return { ok: true, toSign: { issuer: office.origin, unit, officer: { person, name, duties }, delegation: living, ...(living ? await permitsOf(office, tx, visitor, living, asked.has) : { permits: [], keep: [] }) } }
  })
}

async function permitsOf(office: Office, tx: Tx, visitor: Extract<Visitor, { kind: 'staff' }>, { unit, services }: DelegationRow, has: Readonly<Record<string, number>>): Promise<Pick<ToSign, 'permits' | 'keep'>> {
  const permits: PermitToSign[] = []
  const keep: string[] = []
  for (const { id } of await tx.casesForCounter(unit, ['head'], mostCases)) {
    const opened = await openCase(office, tx, id)
    if (!opened || !services.includes(opened.application.service) || mayNot(personOf(visitor), 'sign', opened.application)) continue
    const { application, context: { service } } = opened
    if (!service.offlineSigning) continue
    if (has[id] === application.version) {
      keep.push(id)
      continue
    }
    const { validFrom, validUntil, facts, claims } = await permitWords(office, tx, opened, unit)
    await tx.recordRead({ id, person: visitor.person, role: 'head', what: 'case', at: office.now() })
    const labels = new Map(service.permit.publicFacts.map(({ key, label }) => [key, label]))
    permits.push({
      application, seen: { task: application.task?.task ?? '', answersVersion: application.answersVersion, returned: application.returned?.text ?? null },
      title: service.permit.title, intro: { id: numbered(service.permit.intro.id, application.number), en: numbered(service.permit.intro.en, application.number) }, service: service.name, validFrom, validUntil, claims,
      facts: facts.flatMap(({ key, value }) => (labels.has(key) ? [{ label: labels.get(key) ?? { id: key, en: key }, value }] : [])),
    })
  }
  return { permits, keep }
}
