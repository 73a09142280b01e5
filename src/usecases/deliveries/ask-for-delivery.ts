import { isUuid, notFound, recallCommand, type NotFound, type Refused } from '../act-on-case.ts'
import { openKey } from '../case-file.ts'
import type { Office } from '../ports.ts'
import type { Visitor } from '../views.ts'
import { readAddress, sealAddress, type AddressField, type DeliveryAddress } from './delivery-address.ts'

type Asked = { readonly ok: true } | Refused<NotFound | { readonly kind: 'BadAddress'; readonly fields: readonly AddressField[] } | { readonly kind: 'AlreadyAsked' | 'CaseClosed' }>

/**
 * The applicant wants the paper brought to an address. It may be asked for at any time after sending; it leaves only once
 * the permit is signed. The address is personal data: sealed with the case's key.
 */
export async function askForDelivery(
  office: Office,
  visitor: Visitor,
  request: { readonly application: string; readonly to: DeliveryAddress; readonly command: string },
): Promise<Asked> {
  if (!isUuid(request.application) || visitor.kind !== 'citizen') return notFound
  return office.store.transaction(async (tx): Promise<Asked> => {
    const known = await recallCommand(tx, request.command, visitor.person)
    if (known) return known as Asked
    const row = await tx.caseRow(request.application)
    const key = row && row.person === visitor.person ? await openKey(office, tx, row.id) : null
    if (!row || !key) return notFound
    if (row.state === 'rejected' || row.state === 'withdrawn') return { ok: false, refusal: { kind: 'CaseClosed' } }
    const last = await tx.deliveryOf(row.id)
    if (last && last.state !== 'cancelled') return { ok: false, refusal: { kind: 'AlreadyAsked' } }
    const read = readAddress(request.to)
    if (!read.ok) return { ok: false, refusal: { kind: 'BadAddress', fields: read.fields } }
    const [id, now] = [office.newId(), office.now()]
    await tx.saveDelivery({
      id, application: row.id, unit: row.unit, person: visitor.person, state: 'asked', address: sealAddress(office, key, read.address), codeRound: 1, wrongCodes: 0, askedAt: now, changedAt: now,
    })
    await tx.recordDelivery({ delivery: id, type: 'asked', person: visitor.person, at: now })
    const answer: Asked = { ok: true }
    await tx.remember(request.command, visitor.person, 'ask-for-delivery', answer)
    return answer
  })
}
