import type { Locale } from '../../office/service.ts'
import { noUnit } from '../officer-queue.ts'
import type { Office } from '../ports.ts'
import type { UnitView } from '../views.ts'

/** What the officer is told whose decision does not stand: nothing of what was decided, and nothing of the applicant. */
export type CounterMail = { readonly email: string; readonly locale: Locale; readonly number: string; readonly device: string; readonly unit: UnitView; readonly at: number }

/** Null when there is nothing left to tell: a person has put it right, or the officer has left. */
export async function readCounterMail(office: Office, record: string): Promise<CounterMail | null> {
  return office.store.transaction(async (tx) => {
    const row = await tx.counterRecord(record)
    const officer = row?.verdict === 'set-aside' && row.officer ? await tx.person(row.officer) : null
    const about = row?.subject ? await tx.caseRow(row.subject) : null
    const device = row && (await tx.counterDevice(row.device))
    if (!row || !officer || !about || !device) return null
    return { email: officer.email, locale: officer.locale, number: about.number, device: device.name, unit: (await office.places.unit(row.unit)) ?? noUnit(row.unit), at: row.at }
  })
}
