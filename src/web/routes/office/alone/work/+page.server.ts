import { notFound } from '#web/apply/at-the-door.ts'
import { officer } from '#web/office/officer.ts'
import { unitsOf } from '#web/office/units-of.ts'
import type { PageServerLoad } from './$types'

/** For who serves at a counter or heads a unit. It carries nothing of anybody: the device keeps it as it comes. */
export const load: PageServerLoad = async (event) => {
  const visitor = officer(event)
  const { office } = event.locals
  if ((await unitsOf(office, visitor, 'counter')).length === 0 && (await unitsOf(office, visitor, 'head')).length === 0) notFound()
  return {}
}
