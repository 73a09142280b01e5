import { fail, redirect } from '@sveltejs/kit'
import { markShared, untilClosed } from '#web/line/shared-computer.ts'
import { keepCookies } from '#web/people/keep-cookies.ts'
import { minutesOf } from '#web/people/minutes.ts'
import { nextAddress } from '#web/people/next-address.ts'
import { pendingCookie, readPending, type PendingSignIn } from '#web/people/pending-sign-in.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = (event) => ({ email: pending(event).email, again: event.url.searchParams.has('again'), hasDemo: event.locals.office.demo !== null })

export const actions: Actions = {
  enter: async (event) => {
    const { request, locals, cookies, getClientAddress } = event
    const { email, next } = pending(event)
    const form = await request.formData()
    const shared = form.get('shared') === 'yes'
    const code = String(form.get('code') ?? '').replace(/\D/g, '').slice(0, 12)
    const signed = await locals.office.identity.signInWithCode(email, code, { ip: getClientAddress(), locale: locals.locale })
    if (!signed.ok) return fail(signed.refusal.kind === 'TooMany' ? 429 : 422, { kind: signed.refusal.kind, minutes: minutesOf(signed.refusal.retryAfterSeconds), shared })
    keepCookies(cookies, shared ? untilClosed(signed.setCookies) : signed.setCookies)
    markShared(cookies, shared, event.url.protocol === 'https:')
    cookies.delete(pendingCookie, { path: '/sign-in' })
    redirect(303, nextAddress(next, '/applications'))
  },
  again: async (event) => {
    const { locals, getClientAddress } = event
    const asked = await locals.office.identity.requestCode(pending(event).email, { ip: getClientAddress(), locale: locals.locale })
    if (!asked.ok) return fail(429, { kind: 'TooMany' as const, minutes: minutesOf(asked.refusal.retryAfterSeconds), shared: false })
    redirect(303, '/sign-in/code?again')
  },
}

function pending({ cookies }: RequestEvent | Parameters<PageServerLoad>[0]): PendingSignIn {
  return readPending(cookies.get(pendingCookie)) ?? redirect(303, '/sign-in')
}
