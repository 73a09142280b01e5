import type { TextChannel } from '../../office/messages/channel.ts'
import type { TextSettings } from './text-settings.ts'

export type OutgoingText = {
  /** The same for each attempt of the same message: the provider sends it once. */
  readonly id: string
  readonly channel: TextChannel
  /** E.164. */
  readonly to: string
  readonly text: string
}

/** What became of handing a text over; `away` may go better later, `refused` never does. Codes name nobody. */
export type HandedOver = { readonly ok: true } | { readonly ok: false; readonly what: 'away' | 'refused'; readonly code: string }

export type TextLine = {
  send(text: OutgoingText): Promise<HandedOver>
  /** Null when it answers and takes our key, else a code for why not. */
  reach(): Promise<string | null>
}

/**
 * A provider of text messages behind a plain HTTP interface: `POST {url}/messages` with the key as bearer and `Idempotency-Key`, and
 * `GET {url}/status`. A wrong key counts as away: it is ours to mend, and nobody's number is at fault.
 */
export function openTextLine(settings: Pick<TextSettings, 'url' | 'apiKey' | 'timeoutMs'>): TextLine {
  const ask = async (path: string, init: RequestInit): Promise<number | string> => {
    try {
      const headers = { authorization: `Bearer ${settings.apiKey}`, 'content-type': 'application/json', ...(init.headers as Record<string, string>) }
      const answer = await fetch(`${settings.url}${path}`, { ...init, headers, redirect: 'error', signal: AbortSignal.timeout(settings.timeoutMs) })
      await answer.body?.cancel()
      return answer.status
    } catch (error) {
      return codeOf(error)
    }
  }
  return {
    send: async ({ id, ...message }) => {
      const status = await ask('/messages', { method: 'POST', headers: { 'idempotency-key': id }, body: JSON.stringify({ id, ...message }) })
      if (typeof status === 'string') return { ok: false, what: 'away', code: status }
      if (status >= 200 && status < 300) return { ok: true }
      const isTheirs = status >= 400 && status < 500 && ![401, 403, 404, 408, 429].includes(status)
      return { ok: false, what: isTheirs ? 'refused' : 'away', code: String(status) }
    },
    reach: async () => {
      const status = await ask('/status', { method: 'GET', headers: {} })
      return status === 200 ? null : String(status)
    },
  }
}

function codeOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'ETIMEDOUT'
  const cause = error instanceof Error ? (error.cause as { readonly code?: unknown } | undefined) : undefined
  return typeof cause?.code === 'string' ? cause.code : 'unknown'
}
