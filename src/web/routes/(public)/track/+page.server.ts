import { fail } from '@sveltejs/kit'
import { trackByCode } from '#usecases/track-application.ts'
import { asPrinted, typed } from '#web/public/typed.ts'
import type { Actions, PageServerLoad } from './$types'

const none: readonly ('number' | 'code')[] = []
const nothing = { missing: none, wrong: null, view: null, code: '', paper: null }

/** `?permit=refused` is where a download that could not be given leads back to; `?number=` is what the code of a paper receipt holds. */
export const load: PageServerLoad = ({ url, locals }) => ({ texting: locals.office.texting?.number ?? null, refused: url.searchParams.get('permit') === 'refused', number: asPrinted(typed(url.searchParams.get('number'), 40)) })

export const actions: Actions = {
  default: async ({ request, locals, getClientAddress, setHeaders }) => {
    // The answer holds the code once more, for the download: nothing on the way may keep it.
    setHeaders({ 'cache-control': 'private, no-store' })
    const form = await request.formData()
    const number = asPrinted(typed(form.get('number'), 40))
    const code = typed(form.get('code'), 40)
    const missing = [...(number === '' ? (['number'] as const) : []), ...(code === '' ? (['code'] as const) : [])]
    if (missing.length > 0) return fail(422, { ...nothing, number, missing })
    const found = await trackByCode(locals.office, { number, code, address: getClientAddress() })
    if (!found.ok && found.refusal.kind === 'PaperNotEntered') return { ...nothing, number, paper: found.refusal.state }
    if (!found.ok) return fail(found.refusal.kind === 'TooMany' ? 429 : 422, { ...nothing, number, wrong: found.refusal.kind === 'TooMany' ? ('TooMany' as const) : ('NotFound' as const) })
    return { ...nothing, number, code, view: found.view }
  },
}
