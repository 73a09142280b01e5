import { mostWrongCodes, type DeliveryState } from '../../office/delivery.ts'
import { isUuid, type Refused } from '../act-on-case.ts'
import { openKey } from '../case-file.ts'
import { hasDuty } from '../officer-queue.ts'
import type { Office, Tx } from '../ports.ts'
import type { UnitView, Visitor } from '../views.ts'
import { openAddress, type DeliveryAddress } from './delivery-address.ts'
import type { OpenDelivery } from './delivery-ports.ts'
import { handoverCode } from './handover-code.ts'

/** A delivery as the applicant sees it: with the code that nobody else is shown. */
export type OwnDelivery = {
  readonly id: string
  readonly state: DeliveryState
  readonly to: DeliveryAddress
  readonly code: string
  /** The code was typed in wrong too often: a new one is needed. */
  readonly codeBlocked: boolean
  readonly changedAt: number
}

/** The person's own delivery of a case; null when there is none (any more), or the case is somebody else's. */
export async function readOwnDelivery(office: Office, visitor: Visitor, application: string): Promise<OwnDelivery | null> {
  if (!isUuid(application)) return null
  return office.store.transaction(async (tx) => {
    const row = await tx.deliveryOf(application)
    if (!row || row.person !== visitor.person || row.state === 'cancelled') return null
    const key = await openKey(office, tx, application)
    return key && { id: row.id, state: row.state, to: openAddress(office, key, row), code: handoverCode(office, row), codeBlocked: row.wrongCodes >= mostWrongCodes, changedAt: row.changedAt }
  })
}

/** A line of the counter's list. The address is there once the permit may leave: not a day earlier than it is needed. */
export type DeliveryItem = {
  readonly id: string
  readonly number: string
  readonly state: DeliveryState
  readonly signed: boolean
  readonly to: DeliveryAddress | null
  readonly triesLeft: number
  readonly askedAt: number
  readonly changedAt: number
}

const most = 200
/** A list that is opened a hundred times a day is one look. */
const oneLook = 12 * 3_600_000

/** What the counters of a unit have to hand to the courier, and what is on its way. Reading an address goes on the record. */
export async function listDeliveries(
  office: Office,
  visitor: Visitor,
  asked: { readonly unit: string },
): Promise<{ readonly ok: true; readonly unit: UnitView; readonly items: readonly DeliveryItem[] } | Refused<{ readonly kind: 'NoDuty' }>> {
  const unit = await office.places.unit(asked.unit)
  if (!unit || !hasDuty(visitor, asked.unit, 'counter')) return { ok: false, refusal: { kind: 'NoDuty' } }
  const items = await office.store.transaction(async (tx) => {
    const rows = await tx.openDeliveries(asked.unit, most)
    const found: DeliveryItem[] = []
    for (const row of rows) found.push(await itemOf(office, tx, visitor, row))
    return found
  })
  return { ok: true, unit, items }
}

async function itemOf(office: Office, tx: Tx, visitor: Visitor, row: OpenDelivery): Promise<DeliveryItem> {
  const key = row.signed ? await openKey(office, tx, row.application) : null
  if (key) await tx.recordAddressRead({ application: row.application, person: visitor.person, at: office.now(), since: office.now() - oneLook })
  const { id, number, state, signed, askedAt, changedAt } = row
  return { id, number, state, signed, to: key && openAddress(office, key, row), triesLeft: mostWrongCodes - row.wrongCodes, askedAt, changedAt }
}
