import { error, json } from '@sveltejs/kit'
import { delegateSigning } from '#usecases/counter/delegate-signing.ts'
import { bodyOf, callingDevice, refused } from '#web/office/counter-calls.ts'
import type { RequestHandler } from './$types'

/** The head lets a key that was made on this device sign for them, for a while. */
export const POST: RequestHandler = async (event) => {
  const device = await callingDevice(event, 'delegation')
  const visitor = event.locals.visitor ?? error(401)
  const { publicKey, proof, hours, most, command } = await bodyOf(event)
  const made = await delegateSigning(event.locals.office, visitor, device, { publicKey, proof: String(proof), hours: Number(hours), most: Number(most), command: String(command) })
  if (made.ok) return json({ delegation: made.delegation })
  return refused(made.refusal.kind === 'NoDuty' ? 403 : made.refusal.kind === 'DeviceRevoked' ? 410 : 422, made.refusal)
}
