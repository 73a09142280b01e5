import { json } from '@sveltejs/kit'
import type { RequestHandler } from './$types'

/** The public keys that seals of permits are checked with (RFC 7517). */
export const GET: RequestHandler = async ({ locals }) =>
  json(await locals.office.jwks(), { headers: { 'content-type': 'application/jwk-set+json', 'cache-control': 'public, max-age=3600' } })
