import { unitOverview } from '#usecases/unit-overview.ts'
import { notFound } from '#web/apply/at-the-door.ts'
import { officer } from '#web/office/officer.ts'
import { chosenUnit } from '#web/office/units-of.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const visitor = officer(event)
  const { unit, units } = await chosenUnit(event, visitor, 'head')
  const overview = await unitOverview(event.locals.office, visitor, { unit: unit.code })
  if (!overview.ok) notFound()
  return { overview: overview.view, units, now: event.locals.office.now() }
}
