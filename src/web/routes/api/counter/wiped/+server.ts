import { callingDevice } from '#web/office/counter-calls.ts'
import type { RequestHandler } from './$types'

/** A device says that it emptied itself. */
export const POST: RequestHandler = async (event) => {
  const device = await callingDevice(event, 'wiped')
  const { office } = event.locals
  await office.store.transaction((tx) => tx.noteWiped(device.id, office.now()))
  return new Response(null, { status: 204 })
}
