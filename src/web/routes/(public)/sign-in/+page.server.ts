import { fail, redirect } from '@sveltejs/kit'
import { minutesOf } from '#web/people/minutes.ts'
import { nextAddress } from '#web/people/next-address.ts'
import { pendingCookie, writePending } from '#web/people/pending-sign-in.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals, url }) => {
  const next = nextAddress(url.searchParams.get('next'), '/applications')
  if (locals.visitor) redirect(303, locals.visitor.kind === 'staff' ? '/office' : next)
  return { next, hasDemo: locals.office.demo !== null }
}

export const actions: Actions = {
  default: async ({ request, locals, cookies, url, getClientAddress }) => {
    const email = String((await request.formData()).get('email') ?? '').trim().slice(0, 254)
    const asked = await locals.office.identity.requestCode(email, { ip: getClientAddress(), locale: locals.locale })
    if (!asked.ok) return fail(asked.refusal.kind === 'TooMany' ? 429 : 422, { email, kind: asked.refusal.kind, minutes: minutesOf(asked.refusal.retryAfterSeconds) })
    const next = nextAddress(url.searchParams.get('next'), '/applications')
    cookies.set(pendingCookie, writePending({ email, next }), { path: '/sign-in', maxAge: 900, httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:' })
    redirect(303, '/sign-in/code')
  },
}
