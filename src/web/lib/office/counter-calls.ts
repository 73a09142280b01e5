import { error, json } from '@sveltejs/kit'
import type { CounterDevice } from '#usecases/counter/counter-ports.ts'
import { proveDevice, type Purpose } from '#usecases/counter/prove-device.ts'
import type { Office } from '#usecases/ports.ts'

type Call = { readonly locals: { readonly office: Office }; readonly request: Request }

/** The device that calls, or 401: a device that the office does not know gets no answer. */
export async function callingDevice({ locals, request }: Call, purpose: Purpose, about = ''): Promise<CounterDevice> {
  return (await proveDevice(locals.office, request.headers.get('authorization'), purpose, about)) ?? error(401)
}

/** The fields of a JSON body; none when it is no object. */
export async function bodyOf({ request }: Call): Promise<Readonly<Record<string, unknown>>> {
  const body: unknown = await request.json().catch(() => null)
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
}

/** A refusal as the device reads it: its kind, which the page makes words of. */
export function refused(status: number, { kind }: { readonly kind: string }): Response {
  return json({ refusal: { kind } }, { status })
}
