import { distanceKm, type Point } from '../../office/booking/distance.ts'
import { dateIn } from '../../office/booking/local-time.ts'
import type { DeskPurpose, Place } from '../../office/place.ts'
import type { Office } from '../ports.ts'
import type { PlaceView } from './booking-views.ts'
import { ensureSlots, withRules } from './slot-calendar.ts'

/** From where to reckon: a point on the map, or the unit of somebody's case. */
export type Near = { readonly point: Point } | { readonly unit: string }

/** The places that serve a purpose, nearest first, each with its first free day. */
export async function findPlaces(office: Office, asked: { readonly purpose: DeskPurpose; readonly near?: Near }): Promise<readonly PlaceView[]> {
  const places = await office.places.list()
  const desks = places.flatMap((place) => place.desks.filter((desk) => desk.purpose === asked.purpose).map((desk) => ({ place, desk })))
  const from = asked.near ? pointOf(places, asked.near) : null
  const now = office.now()
  const free = await office.store.transaction(async (tx) => {
    for (const { place, desk } of desks) await ensureSlots(office, tx, await withRules(tx, place, desk))
    return tx.firstFree(desks.map(({ place, desk }) => ({ place: place.code, desk: desk.key })), now)
  })
  return desks
    .map(({ place, desk }): PlaceView => {
      const slot = free.get(`${place.code}/${desk.key}`)
      return { place, desk, distanceKm: from && distanceKm(from, place), firstFree: slot ? dateIn(place.zone, slot.startsAt) : null }
    })
    .sort((a, b) => (a.distanceKm ?? 0) - (b.distanceKm ?? 0))
}

function pointOf(places: readonly Place[], near: Near): Point | null {
  return 'point' in near ? near.point : (places.find((place) => place.unit === near.unit && place.kind === 'office') ?? null)
}
