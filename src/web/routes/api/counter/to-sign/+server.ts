import { error, json } from '@sveltejs/kit'
import { permitsToSign } from '#usecases/counter/permits-to-sign.ts'
import { bodyOf, callingDevice, refused } from '#web/office/counter-calls.ts'
import type { RequestHandler } from './$types'

/** What the signed-in head may sign on this device while it is alone. */
export const POST: RequestHandler = async (event) => {
  const device = await callingDevice(event, 'to-sign')
  const visitor = event.locals.visitor ?? error(401)
  const { delegation, has } = await bodyOf(event)
  const versions = Object.entries(typeof has === 'object' && has !== null ? has : {}).filter((each): each is [string, number] => typeof each[1] === 'number')
  const read = await permitsToSign(event.locals.office, visitor, device, { delegation: typeof delegation === 'string' ? delegation : null, has: Object.fromEntries(versions) })
  return read.ok ? json(read.toSign) : refused(read.refusal.kind === 'NoDuty' ? 403 : 410, read.refusal)
}
