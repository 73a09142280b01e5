import { fail, redirect } from '@sveltejs/kit'
import { demoOf } from '#web/people/demo-of.ts'
import { keepCookies } from '#web/people/keep-cookies.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  const people = await demoOf(locals.office).signIns()
  return { people: people.map(({ userId: _, ...shown }) => shown), current: locals.visitor?.email ?? null }
}

export const actions: Actions = {
  default: async ({ request, locals, cookies, getClientAddress }) => {
    const key = (await request.formData()).get('person')
    const person = (await demoOf(locals.office).signIns()).find((each) => each.key === key)
    if (!person) return fail(422)
    const { setCookies } = await locals.office.identity.signInAs(person.userId, { ip: getClientAddress(), locale: locals.locale })
    keepCookies(cookies, setCookies)
    redirect(303, person.role === 'citizen' ? '/applications' : '/office')
  },
}
