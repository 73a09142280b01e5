import type { Locale } from '../../office/service.ts'
import type { Office } from '../ports.ts'
import { handoverCode } from './handover-code.ts'

export type DeliveryMailFacts = { readonly to: string; readonly person: string; readonly zone: string; readonly locale: Locale; readonly application: string; readonly number: string; readonly code: string }

/** What a message about a delivery can say, read when it is sent; null when its person is gone. */
export async function readForDeliveryMail(office: Office, id: string): Promise<DeliveryMailFacts | null> {
  return office.store.transaction(async (tx) => {
    const row = await tx.delivery(id)
    const [person, found] = row ? [await tx.person(row.person), await tx.caseRow(row.application)] : [null, null]
    if (!row || !person || !found) return null
    const zone = (await office.places.unit(row.unit))?.zone ?? 'Asia/Jakarta'
    return { to: person.email, person: row.person, zone, locale: person.locale, application: row.application, number: found.number, code: handoverCode(office, row) }
  })
}
