import type { PageServerLoad } from './$types'

/** The office's public keys: all that a checker without network needs. */
export const load: PageServerLoad = async ({ locals }) => ({ keys: (await locals.office.jwks()).keys })
