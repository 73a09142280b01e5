import { fail, redirect } from '@sveltejs/kit'
import { addPhone, confirmPhone, readContact, removePhone, saveChoices, type ContactRefusal } from '#usecases/messages/change-contact.ts'
import { applicant } from '#web/apply/at-the-door.ts'
import { typed } from '#web/public/typed.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const visitor = applicant(event)
  const { texting } = event.locals.office
  return { email: visitor.email, texting: texting && { number: texting.number, channels: texting.channels }, contact: texting && (await readContact(event.locals.office, visitor)) }
}

type Changed = { readonly ok: true } | { readonly ok: false; readonly refusal: ContactRefusal }
const nothing = { phone: '', times: null as { readonly from: string; readonly until: string } | null }

/** Back to the page with what was done, or the page again with what is wrong and what was typed. */
function answer(changed: Changed, done: 'sent' | 'added' | 'saved' | 'removed', kept: Partial<typeof nothing> = {}) {
  if (changed.ok) redirect(303, `/account?messages=${done}`)
  return fail(changed.refusal.kind === 'TooMany' ? 429 : 422, { ...nothing, ...kept, wrong: changed.refusal.kind })
}

export const actions: Actions = {
  phone: async (event) => {
    const phone = typed((await event.request.formData()).get('phone'), 40)
    return answer(await addPhone(event.locals.office, applicant(event), phone), 'sent', { phone })
  },
  code: async (event) => {
    const code = typed((await event.request.formData()).get('code'), 20)
    return answer(await confirmPhone(event.locals.office, applicant(event), code), 'added')
  },
  choices: async (event) => {
    const form = await event.request.formData()
    const [from, until, channel, locale] = ['from', 'until', 'channel', 'locale'].map((name) => typed(form.get(name), 10)) as [string, string, string, string]
    return answer(await saveChoices(event.locals.office, applicant(event), { channel, locale, from, until }), 'saved', { times: { from, until } })
  },
  remove: async (event) => answer(await removePhone(event.locals.office, applicant(event)), 'removed'),
}
