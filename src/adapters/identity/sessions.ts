import type { Pool } from 'pg'
import { askAgain } from '../postgres/lost-connection.ts'
import type { Auth } from './better-auth.ts'
import type { SetCookies, SignedIn } from './identity.ts'
import { readSignedCookie } from './signed-cookie.ts'

/** Staff who do nothing for half an hour are signed out: counters are shared and public. */
const staffIdleMinutes = 30

export type Sessions = {
  /** The live session with this token, or null; remembers that it was seen. */
  readonly find: (token: string) => Promise<SignedIn | null>
  /** The session of a request. */
  readonly of: (headers: Headers) => Promise<SignedIn | null>
  /** Ends the session of a request everywhere. */
  readonly end: (headers: Headers) => Promise<void>
  readonly signOut: (headers: Headers) => Promise<{ readonly setCookies: SetCookies }>
}

/**
 * Sessions are rows, and every request asks the database: one lookup by a unique index. There is no cached
 * session in a cookie or in memory, so signing out takes effect on every node at once.
 */
export function openSessions(pool: Pool, auth: Auth, secret: string): Sessions {
  const tokenOf = async (headers: Headers) => {
    const context = await auth.$context
    return readSignedCookie(headers, context.authCookies.sessionToken.name, secret)
  }
  const find = async (token: string) => {
    const query = { name: 'identity-session', text: findSession, values: [token] }
    const { rows } = await askAgain(() => pool.query<SessionRow>(query))
    const row = rows[0]
    if (row === undefined) return null
    const { seenLongAgo, ...user } = row
    // While the database takes no changes, reading goes on: then nobody is remembered as seen.
    if (user.kind === 'staff' && seenLongAgo) await pool.query(rememberSeen, [token]).catch(() => undefined)
    return user
  }
  const of = async (headers: Headers) => {
    const token = await tokenOf(headers)
    return token === null ? null : find(token)
  }
  const end = async (headers: Headers) => {
    const token = await tokenOf(headers)
    if (token !== null) await pool.query('delete from identity.session where token = $1', [token])
  }
  const signOut = async (headers: Headers) => {
    // First of all and by ourselves: the library would report success even if the row could not be deleted.
    await end(headers)
    const answer = await auth.api.signOut({ headers: new Headers(headers), returnHeaders: true })
    return { setCookies: answer.headers.getSetCookie() }
  }
  return { find, of, end, signOut }
}

type SessionRow = SignedIn & { readonly seenLongAgo: boolean }

const findSession = `
  select u.id as "userId", u.email, u.name, u.kind, u.locale, s.id as "sessionId", s."secondFactor",
    s."updatedAt" < now() - interval '1 minute' as "seenLongAgo"
  from identity.session s join identity."user" u on u.id = s."userId"
  where s.token = $1 and s."expiresAt" > now()
    and (u.kind = 'citizen'
      or s."secondFactor" and s."updatedAt" > now() - interval '${staffIdleMinutes} minutes')`

const rememberSeen = 'update identity.session set "updatedAt" = now() where token = $1'

/** Deletes what no longer has a use; safe at any time and on several nodes at once. */
export async function sweepIdentity(pool: Pool): Promise<void> {
  await pool.query(`
    delete from identity.session s using identity."user" u
    where u.id = s."userId" and (s."expiresAt" < now()
      or u.kind = 'staff' and s."updatedAt" < now() - interval '${staffIdleMinutes} minutes')`)
  // Kept an hour, so that a late code is called expired and not wrong.
  await pool.query(`delete from identity.verification where "expiresAt" < now() - interval '1 hour'`)
  await pool.query('delete from identity.attempts where resets_at < now()')
}
