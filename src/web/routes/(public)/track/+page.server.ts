import { fail } from '@sveltejs/kit'
import { trackByCode } from '#usecases/track-application.ts'
import type { Actions } from './$types'

export const actions: Actions = {
  default: async ({ request, locals, getClientAddress }) => {
    const form = await request.formData()
    const asked = { number: text(form, 'number', 40), code: text(form, 'code', 40) }
    const missing = (['number', 'code'] as const).filter((name) => asked[name] === '')
    if (missing.length > 0) return fail(422, { number: asked.number, missing, wrong: null, view: null, code: '' })
    const found = await trackByCode(locals.office, { ...asked, address: getClientAddress() })
    if (!found.ok) return fail(found.refusal.kind === 'TooMany' ? 429 : 422, { number: asked.number, missing: [], wrong: found.refusal.kind, view: null, code: '' })
    return { number: asked.number, missing: [], wrong: null, view: found.view, code: asked.code }
  },
}

function text(form: FormData, name: string, longest: number): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.trim().slice(0, longest) : ''
}
