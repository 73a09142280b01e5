const earthKm = 6371
const radians = (degrees: number) => (degrees * Math.PI) / 180

export type Point = { readonly latitude: number; readonly longitude: number }

/** Kilometres as the crow flies (haversine). */
export function distanceKm(a: Point, b: Point): number {
  const [dLat, dLon] = [radians(b.latitude - a.latitude), radians(b.longitude - a.longitude)]
  const half = Math.sin(dLat / 2) ** 2 + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(dLon / 2) ** 2
  return 2 * earthKm * Math.asin(Math.min(1, Math.sqrt(half)))
}
