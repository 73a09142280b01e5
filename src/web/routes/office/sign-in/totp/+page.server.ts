import { fail, redirect } from '@sveltejs/kit'
import { keepCookies } from '#web/people/keep-cookies.ts'
import { minutesOf } from '#web/people/minutes.ts'
import { nextAddress } from '#web/people/next-address.ts'
import type { Actions } from './$types'

export const actions: Actions = {
  default: async ({ request, locals, cookies, url, getClientAddress }) => {
    const code = String((await request.formData()).get('code') ?? '').replace(/\D/g, '').slice(0, 12)
    const entered = await locals.office.identity.verifyTotp(code, request.headers, { ip: getClientAddress(), locale: locals.locale })
    if (entered.ok) {
      keepCookies(cookies, entered.setCookies)
      redirect(303, nextAddress(url.searchParams.get('next'), '/office'))
    }
    const { kind, retryAfterSeconds } = entered.refusal
    if (kind === 'Expired' || kind === 'TooMany') redirect(303, '/office/sign-in?expired')
    return fail(422, { kind, minutes: minutesOf(retryAfterSeconds) })
  },
}
