import type { TextChannel } from '../../office/messages/channel.ts'

/** How the provider of text messages is reached, and what it offers. */
export type TextSettings = {
  /** Without a slash at the end. */
  readonly url: string
  readonly apiKey: string
  /** What its webhooks are signed with. */
  readonly secret: string
  /** The number that people write to. */
  readonly number: string
  readonly channels: readonly TextChannel[]
  /** Longest that one request may take. */
  readonly timeoutMs: number
  readonly patienceMs: number
}

/**
 * Reads `https://KEY:SECRET@sms.kota.example/v1?channels=sms,whatsapp&timeout=10&patience=10`: `timeout` in seconds, `patience` in
 * minutes. Null when it is none.
 */
export function readTextSettings(text: string, number: string): TextSettings | null {
  const url = URL.parse(text)
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username === '' || url.password === '' || !/^\+?[\d ()-]{3,24}$/.test(number)) return null
  const channels = (url.searchParams.get('channels') ?? 'sms').split(',')
  const [timeout, patience] = [url.searchParams.get('timeout') ?? '10', url.searchParams.get('patience') ?? '10']
  if (!channels.every((each) => each === 'sms' || each === 'whatsapp') || !/^[1-9]\d{0,2}$/.test(timeout) || !/^[1-9]\d{0,3}$/.test(patience)) return null
  return {
    url: `${url.origin}${url.pathname.replace(/\/$/, '')}`,
    apiKey: decodeURIComponent(url.username),
    secret: decodeURIComponent(url.password),
    number,
    channels: channels as TextChannel[],
    timeoutMs: Number(timeout) * 1000,
    patienceMs: Number(patience) * 60_000,
  }
}
