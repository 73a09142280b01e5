import type { DeskPurpose } from '#office/place.ts'
import { findPlaces } from '#usecases/booking/find-places.ts'
import { isUuid } from '#usecases/act-on-case.ts'
import type { PageServerLoad } from './$types'

const purposes = ['pickup', 'originals', 'consultation', 'interview', 'registration'] as const satisfies readonly DeskPurpose[]

/** The nearest places for what somebody comes for. Where they are they say themselves: no location is asked of the phone. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { office } = locals
  const purpose = purposes.find((each) => each === url.searchParams.get('for')) ?? 'pickup'
  const cities = office.places.cities().flatMap(({ code, point }) => ({ code, point, name: office.places.name(code) ?? code }))
  const near = cities.find((city) => city.code === url.searchParams.get('near')) ?? null
  const asked = url.searchParams.get('application') ?? ''
  const found = await findPlaces(office, near ? { purpose, near: { point: near.point } } : { purpose })
  return {
    purpose,
    purposes,
    near: near?.code ?? null,
    cities: cities.map(({ code, name }) => ({ code, name })),
    application: isUuid(asked) ? asked : null,
    places: found.map(({ place, desk, distanceKm, firstFree }) => ({ code: place.code, name: place.name, address: place.address, desk: desk.key, distanceKm, firstFree })),
  }
}
