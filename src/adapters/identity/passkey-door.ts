import { limits, networkOf } from './attempt-limits.ts'
import type { AttemptLimits } from './attempt-limits.ts'
import type { Auth } from './better-auth.ts'
import type { Sessions } from './sessions.ts'

export type PasskeyDoor = {
  readonly auth: Auth
  readonly attempts: AttemptLimits
  readonly sessions: Sessions
}

type Door = { readonly method: 'GET' | 'POST'; readonly signedIn: boolean }

/** The only addresses of the library that are reachable from outside. */
const doors: ReadonlyMap<string, Door> = new Map<string, Door>([
  ['/api/auth/passkey/generate-register-options', { method: 'GET', signedIn: true }],
  ['/api/auth/passkey/verify-registration', { method: 'POST', signedIn: true }],
  ['/api/auth/passkey/list-user-passkeys', { method: 'GET', signedIn: true }],
  ['/api/auth/passkey/delete-passkey', { method: 'POST', signedIn: true }],
  ['/api/auth/passkey/generate-authenticate-options', { method: 'GET', signedIn: false }],
  ['/api/auth/passkey/verify-authentication', { method: 'POST', signedIn: false }],
  ['/api/auth/sign-out', { method: 'POST', signedIn: false }],
])

/** A ceremony's answer is a few kB; more is not read. */
const maxBodyBytes = 64 * 1024

/** See `Identity.handler`. */
export async function answerAuthRequest(door: PasskeyDoor, request: Request, ip: string): Promise<Response> {
  const path = new URL(request.url).pathname
  const allowed = doors.get(path)
  if (allowed === undefined || allowed.method !== request.method) return plain(404)
  if (Number(request.headers.get('content-length') ?? 0) > maxBodyBytes) return plain(413)
  const attempt = await door.attempts.count(limits.passkeysPerNetwork, networkOf(ip))
  if (!attempt.allowed) return plain(429, { 'retry-after': String(attempt.retryAfterSeconds) })
  // The library knows nothing of idle staff: our own reading of the session decides.
  if (allowed.signedIn && await door.sessions.of(request.headers) === null) return plain(401)
  const answer = await door.auth.handler(request)
  if (!answer.ok) return answer
  if (path.endsWith('/sign-out')) await door.sessions.end(request.headers)
  // The library would hand the session's token to the page's script; the cookie is enough.
  return path.endsWith('/verify-authentication') ? withBody(answer, { signedIn: true }) : answer
}

function plain(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers: { ...headers, 'cache-control': 'no-store' } })
}

function withBody(answer: Response, body: unknown): Response {
  const headers = new Headers({ 'content-type': 'application/json', 'cache-control': 'no-store' })
  for (const cookie of answer.headers.getSetCookie()) headers.append('set-cookie', cookie)
  return new Response(JSON.stringify(body), { status: answer.status, headers })
}
