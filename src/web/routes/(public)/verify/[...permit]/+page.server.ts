import { error, fail, redirect } from '@sveltejs/kit'
import { checkPdf, checkSeal, verifyPermit } from '#usecases/verify-permit.ts'
import { sealOf } from '#web/public/seal-of.ts'
import { asPrinted, typed } from '#web/public/typed.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, setHeaders, getClientAddress }) => {
  setHeaders({ 'x-robots-tag': 'noindex' })
  // Numbers run on from one to the next: without a limit somebody could collect every holder's name.
  if (!(await locals.office.allow('verify', getClientAddress()))) error(429, 'Too many permits asked for')
  const number = typed(params.permit, 60)
  const view = await verifyPermit(locals.office, number)
  const printed = asPrinted(number)
  if (view.status === 'unknown' && printed !== '' && printed !== params.permit) redirect(303, `/verify/${encodeURIComponent(printed)}`)
  return { view, checkedAt: locals.office.now() }
}

export const actions: Actions = {
  seal: async ({ request, locals, params }) => {
    const jws = sealOf((await request.formData()).get('jws'))
    if (jws === '') return fail(422, { asked: 'seal' as const, said: 'missing' as const })
    return { asked: 'seal' as const, said: await checkSeal(locals.office, typed(params.permit, 60), jws) }
  },
  pdf: async ({ request, locals, params }) => {
    const file = (await request.formData()).get('file')
    if (!(file instanceof File) || file.size === 0) return fail(422, { asked: 'pdf' as const, said: 'missing' as const })
    return { asked: 'pdf' as const, said: await checkPdf(locals.office, typed(params.permit, 60), new Uint8Array(await file.arrayBuffer())) }
  },
}
