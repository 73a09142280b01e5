import type { Cookies } from '@sveltejs/kit'
import type { Office } from '#usecases/ports.ts'
import { isKiosk, kioskToken } from '#usecases/tickets/at-the-place.ts'

const path = (place: string) => `/places/${place}`

/** Makes this browser a kiosk or board of a place, for ninety days. The caller has checked that an officer does it. */
export function becomeKiosk(cookies: Cookies, office: Office, place: string): void {
  cookies.set('kiosk', kioskToken(office, place), { path: path(place), httpOnly: true, sameSite: 'lax', secure: office.origin.startsWith('https:'), maxAge: 90 * 86_400 })
}

/** The token of this browser when it is a kiosk or board of the place, else null. */
export function kioskHere(cookies: Cookies, office: Office, place: string): string | null {
  const token = cookies.get('kiosk')
  return token !== undefined && isKiosk(office, place, token) ? token : null
}
