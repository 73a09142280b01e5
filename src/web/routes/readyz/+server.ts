import { json } from '@sveltejs/kit'
import type { RequestHandler } from './$types'

/** The office can serve: its database is reachable and migrated. */
export const GET: RequestHandler = async ({ locals }) => {
  const { ok, problems } = await locals.office.ready()
  return json({ ok, problems }, { status: ok ? 200 : 503 })
}
