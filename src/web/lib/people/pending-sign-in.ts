/** Who is waiting for a code, and where they wanted to go: kept by their own browser for a quarter of an hour. */
export type PendingSignIn = { readonly email: string; readonly next: string }

export const pendingCookie = 'signing-in'

export function writePending(pending: PendingSignIn): string {
  return Buffer.from(JSON.stringify(pending)).toString('base64url')
}

/** Null when there is none, or when it is not what was written. */
export function readPending(value: string | undefined): PendingSignIn | null {
  try {
    const read: unknown = JSON.parse(Buffer.from(value ?? '', 'base64url').toString('utf8'))
    const { email, next } = read as Record<string, unknown>
    return typeof email === 'string' && typeof next === 'string' ? { email, next } : null
  } catch {
    return null
  }
}
