import { fail } from '@sveltejs/kit'
import { checkPdf, checkSeal, verifyPermit } from '#usecases/verify-permit.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  const view = await verifyPermit(locals.office, params.permit)
  setHeaders({ 'x-robots-tag': 'noindex' })
  return { view, today: locals.office.today() }
}

export const actions: Actions = {
  seal: async ({ request, locals, params }) => {
    const jws = (await request.formData()).get('jws')
    if (typeof jws !== 'string' || jws.trim() === '') return fail(422, { asked: 'seal' as const, said: 'missing' as const })
    return { asked: 'seal' as const, said: await checkSeal(locals.office, params.permit, jws) }
  },
  pdf: async ({ request, locals, params }) => {
    const file = (await request.formData()).get('file')
    if (!(file instanceof File) || file.size === 0) return fail(422, { asked: 'pdf' as const, said: 'missing' as const })
    return { asked: 'pdf' as const, said: await checkPdf(locals.office, params.permit, new Uint8Array(await file.arrayBuffer())) }
  },
}
