import type { DutyName } from '#office/application-events.ts'
import type { Office } from '#usecases/ports.ts'
import type { UnitView } from '#usecases/views.ts'
import { notFound } from '../apply/at-the-door.ts'
import type { Officer } from './officer.ts'

/** Units in which an officer has a duty now, in the order of their codes. */
export async function unitsOf(office: Office, visitor: Officer, role: DutyName): Promise<readonly UnitView[]> {
  const codes = [...new Set(visitor.duties.filter((duty) => duty.duty === role).map((duty) => duty.unit))].sort().reverse()
  const units = await Promise.all(codes.map((code) => office.places.unit(code)))
  return units.flatMap((unit) => unit ?? [])
}

/** The unit that a page is about: the one asked for in its address, else the first. No duty, no page. */
export async function chosenUnit(event: { readonly locals: { readonly office: Office }; readonly url: URL }, visitor: Officer, role: DutyName) {
  const units = await unitsOf(event.locals.office, visitor, role)
  const asked = event.url.searchParams.get('unit')
  const unit = units.find((each) => each.code === asked) ?? units[0] ?? notFound()
  return { unit, units }
}
