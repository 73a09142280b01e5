import type { Locale } from '../../office/service.ts'
import type { Office } from '../ports.ts'

/** Who runs the system today, with where and in which language to write to them. */
export async function readOperators(office: Office): Promise<readonly { readonly email: string; readonly locale: Locale }[]> {
  return office.store.transaction(async (tx) => {
    const people = []
    for (const id of await tx.operators(office.today())) people.push(await tx.person(id))
    return people.flatMap((person) => (person ? [{ email: person.email, locale: person.locale }] : []))
  })
}
