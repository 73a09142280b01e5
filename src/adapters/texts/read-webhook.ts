import type { IncomingText } from '../../usecases/messages/answer-text.ts'
import type { TextReport } from '../../usecases/messages/take-report.ts'

/** What a webhook about an incoming text says: `{"id", "channel", "from", "text"}`. Null when it is something else. */
export function readIncoming(body: string): IncomingText | null {
  const { id, channel, from, text } = fieldsOf(body)
  if (!isShort(id, 100) || !isShort(from, 32) || typeof text !== 'string' || text.length > 4_000) return null
  return channel === 'sms' || channel === 'whatsapp' ? { ref: id, channel, from, text: text.replaceAll('\0', ' ') } : null
}

/** What a delivery report says: `{"id", "status": "delivered" | "failed", "code"}`. Null when it is something else. */
export function readReport(body: string): TextReport | null {
  const { id, status, code } = fieldsOf(body)
  if (!isShort(id, 60) || (status !== 'delivered' && status !== 'failed')) return null
  return { id, status, code: typeof code === 'string' ? code : '' }
}

function fieldsOf(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

const isShort = (value: unknown, longest: number): value is string => typeof value === 'string' && value.length > 0 && value.length <= longest && !value.includes('\0')
