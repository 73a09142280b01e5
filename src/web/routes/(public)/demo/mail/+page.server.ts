import { fail, redirect } from '@sveltejs/kit'
import { demoOf } from '#web/people/demo-of.ts'
import { typed } from '#web/public/typed.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  const demo = demoOf(locals.office)
  const number = demo.phones === null ? null : (locals.office.texting?.number ?? null)
  return { mail: await demo.listMail(), number, texts: number === null ? null : await demo.phones!.texts().catch(() => null) }
}

export const actions: Actions = {
  /** Writes to the office as one of the demo's phones. */
  text: async ({ locals, request }) => {
    const form = await request.formData()
    const [phone, text] = [typed(form.get('phone'), 40), typed(form.get('text'), 480)]
    const { phones } = demoOf(locals.office)
    if (phones === null || phone === '' || text === '') return fail(422, { phone, text })
    await phones.write({ phone, text })
    redirect(303, '/demo/mail#texts')
  },
}
