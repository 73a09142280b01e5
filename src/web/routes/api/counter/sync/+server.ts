import { json } from '@sveltejs/kit'
import { syncCounter } from '#usecases/counter/sync-counter.ts'
import { callingDevice } from '#web/office/counter-calls.ts'
import type { RequestHandler } from './$types'

/** A counter that was alone brings what it did: a record a line, judged as the lines come in. */
export const POST: RequestHandler = async (event) => {
  const device = await callingDevice(event, 'sync')
  return json(await syncCounter(event.locals.office, device, event.request.body ?? nothing()))
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
