import { error, json } from '@sveltejs/kit'
import { registerDevice } from '#usecases/counter/devices.ts'
import { bodyOf, refused } from '#web/office/counter-calls.ts'
import type { RequestHandler } from './$types'

/** The head makes the computer at which they sit a counter of the unit. */
export const POST: RequestHandler = async (event) => {
  const visitor = event.locals.visitor ?? error(401)
  const { unit, name, publicKey, command } = await bodyOf(event)
  const made = await registerDevice(event.locals.office, visitor, { unit: String(unit), name: String(name ?? ''), publicKey, command: String(command) })
  return made.ok ? json({ id: made.id }) : refused(made.refusal.kind === 'NoDuty' ? 403 : 422, made.refusal)
}
