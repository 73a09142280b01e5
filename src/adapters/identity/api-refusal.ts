import { APIError } from 'better-auth'

/** The library's code for why it refused, such as `INVALID_OTP`; null for faults, which callers rethrow. */
export function refusalCode(error: unknown): string | null {
  if (!(error instanceof APIError) || error.statusCode >= 500) return null
  const code: unknown = error.body?.code
  return typeof code === 'string' ? code : 'UNKNOWN'
}
