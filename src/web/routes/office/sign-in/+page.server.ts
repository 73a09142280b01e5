import { fail, redirect } from '@sveltejs/kit'
import { keepCookies } from '#web/people/keep-cookies.ts'
import { minutesOf } from '#web/people/minutes.ts'
import { nextAddress } from '#web/people/next-address.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals, url }) => {
  if (locals.visitor?.kind === 'staff') redirect(303, nextAddress(url.searchParams.get('next'), '/office'))
  return { hasDemo: locals.office.demo !== null, expired: url.searchParams.has('expired') }
}

export const actions: Actions = {
  default: async ({ request, locals, cookies, url, getClientAddress }) => {
    const form = await request.formData()
    const email = String(form.get('email') ?? '').trim().slice(0, 254)
    const password = String(form.get('password') ?? '').slice(0, 200)
    const entered = await locals.office.identity.signInWithPassword(email, password, { ip: getClientAddress(), locale: locals.locale })
    if (!entered.ok) return fail(entered.refusal.kind === 'WrongPassword' ? 422 : 429, { email, kind: entered.refusal.kind, minutes: minutesOf(entered.refusal.retryAfterSeconds) })
    keepCookies(cookies, entered.setCookies)
    redirect(303, `/office/sign-in/totp?next=${encodeURIComponent(nextAddress(url.searchParams.get('next'), '/office'))}`)
  },
}
