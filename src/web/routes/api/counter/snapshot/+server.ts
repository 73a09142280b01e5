import { error, json } from '@sveltejs/kit'
import { readSnapshot, type Have } from '#usecases/counter/read-snapshot.ts'
import { bodyOf, callingDevice, refused } from '#web/office/counter-calls.ts'
import type { RequestHandler } from './$types'

/** What the signed-in officer may have on this device for working alone. */
export const POST: RequestHandler = async (event) => {
  const device = await callingDevice(event, 'snapshot')
  const visitor = event.locals.visitor ?? error(401)
  const { services, cases } = await bodyOf(event)
  const have: Have = { services: entries(services, (each) => typeof each === 'string'), cases: cases === null ? null : entries(cases, (each) => typeof each === 'number') }
  const read = await readSnapshot(event.locals.office, visitor, device, have)
  return read.ok ? json(read.snapshot) : refused(read.refusal.kind === 'DeviceRevoked' ? 410 : 403, read.refusal)
}

function entries<T>(value: unknown, is: (each: unknown) => each is T): Readonly<Record<string, T>> {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(Object.entries(value).flatMap(([key, each]): [string, T][] => (is(each) ? [[key, each]] : [])))
}
