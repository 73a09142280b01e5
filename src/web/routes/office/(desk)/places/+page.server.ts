import { notFound } from '#web/apply/at-the-door.ts'
import { officer } from '#web/office/officer.ts'
import { unitsOf } from '#web/office/units-of.ts'
import type { PageServerLoad } from './$types'

/** The places whose rules a head may change. */
export const load: PageServerLoad = async (event) => {
  const { office } = event.locals
  const units = new Set((await unitsOf(office, officer(event), 'head')).map((unit) => unit.code))
  if (units.size === 0) notFound()
  const places = (await office.places.list()).filter((place) => units.has(place.unit))
  return { places: places.map(({ code, name, address, desks }) => ({ code, name, address, desks: desks.map(({ key, name }) => ({ key, name })) })) }
}
