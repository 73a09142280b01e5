import type { Office } from '../ports.ts'
import type { Visitor } from '../views.ts'

/** What shows that a ticket is taken, or a code shown, at the place itself. */
export type Proof = { readonly kind: 'kiosk'; readonly token: string } | { readonly kind: 'officer'; readonly visitor: Visitor }

const kioskDays = 90
const pinMs = 5 * 60_000

/** Whether somebody has counter duty in a unit now. */
export function servesIn(visitor: Visitor, unit: string): boolean {
  return visitor.kind === 'staff' && visitor.duties.some((duty) => duty.duty === 'counter' && duty.unit === unit)
}

/** The token that makes a screen the kiosk or board of a place; an officer of that place puts it there. */
export function kioskToken(office: Office, place: string): string {
  const until = office.now() + kioskDays * 86_400_000
  return `${until}.${office.seals.mac('kiosk', `${place}:${until}`)}`
}

export function isKiosk(office: Office, place: string, token: string): boolean {
  const [until = ''] = token.split('.')
  return /^\d{13}$/.test(until) && Number(until) > office.now() && token === `${until}.${office.seals.mac('kiosk', `${place}:${until}`)}`
}

/** Six digits that only screens at the place show, another every five minutes: who knows them is there. */
export function placePin(office: Office, place: string, at: number): string {
  const digest = office.seals.mac('place-pin', `${place}:${Math.floor(at / pinMs)}`)
  const bytes = Uint8Array.from(atob(digest.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))
  const number = bytes.slice(0, 6).reduce((sum, byte) => sum * 256 + byte, 0)
  return String(number % 1_000_000).padStart(6, '0')
}

/** The digits of now, or those of just before: somebody may have read them at the last moment. */
export function isPlacePin(office: Office, place: string, pin: string): boolean {
  const clean = pin.replace(/\D/g, '')
  return [0, pinMs].some((before) => clean === placePin(office, place, office.now() - before))
}
