import type { RequestEvent } from '@sveltejs/kit'
import { notFound } from '../apply/at-the-door.ts'

const largest = 16 * 1024

/**
 * A webhook of the provider of text messages: not there without a provider, refused when it is too large, not signed by it, or not
 * what it should be. `take` is done before the provider hears that it was taken; it may come again.
 */
export async function takeWebhook<T>(event: Pick<RequestEvent, 'locals' | 'request'>, read: (body: string) => T | null, take: (told: T) => Promise<void>): Promise<Response> {
  const { textWebhooks } = event.locals.office
  if (textWebhooks === null) notFound()
  const body = await bodyOf(event.request)
  if (body === null) return new Response(null, { status: 413 })
  if (!textWebhooks.isGenuine(event.request.headers, body)) return new Response(null, { status: 401 })
  const told = read(body)
  if (told === null) return new Response(null, { status: 400 })
  await take(told)
  return new Response(null, { status: 204 })
}

/** Null when it is larger than any webhook; it is heard to its end all the same, so that its sender hears why. */
async function bodyOf(request: Request): Promise<string | null> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of request.body ?? []) {
    size += piece.length
    if (size <= largest) pieces.push(piece)
  }
  return size > largest ? null : new TextDecoder().decode(Buffer.concat(pieces))
}
