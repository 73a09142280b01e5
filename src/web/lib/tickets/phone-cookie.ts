import type { Cookies } from '@sveltejs/kit'
import type { Office } from '#usecases/ports.ts'

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** By what a phone is known again: chance, and nothing about its owner. Null before its first ticket. */
export function phoneHere(cookies: Cookies): string | null {
  const known = cookies.get('phone')
  return known !== undefined && uuid.test(known) ? known : null
}

export function knownPhone(cookies: Cookies, office: Office): string {
  const phone = phoneHere(cookies) ?? office.newId()
  cookies.set('phone', phone, { path: '/', httpOnly: true, sameSite: 'lax', secure: office.origin.startsWith('https:'), maxAge: 90 * 86_400 })
  return phone
}
