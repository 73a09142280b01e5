import type { Pool } from 'pg'
import { createStaff, ensureCitizen } from './accounts.ts'
import { openAttemptLimits } from './attempt-limits.ts'
import { createAuth } from './better-auth.ts'
import { requestCode, signInWithCode } from './citizen-sign-in.ts'
import type { Identity } from './identity.ts'
import { answerAuthRequest } from './passkey-door.ts'
import type { IdentityFault } from './quiet-log.ts'
import { openSessions, sweepIdentity } from './sessions.ts'
import { signInWithPassword, verifyTotp } from './staff-sign-in.ts'
import { totpAt } from './totp.ts'

export type IdentitySettings = {
  /** Any pool on the office's database: every name is written with its schema, so search_path is free. */
  readonly pool: Pool
  /** At least 32 characters, the same on all nodes. Changing it ends all sessions and voids TOTP secrets. */
  readonly secret: string
  /** Where people reach the office, such as `https://izin.example.go.id`: https makes cookies Secure. */
  readonly origin: string
  /** True lets `signInAs` sign in as anyone. Never on a real office. */
  readonly demo: boolean
  /** Queues the mail with a citizen's one-time code. */
  readonly sendCode: (email: string, code: string, locale: string) => Promise<void>
  /** Queues a mail that tells an officer, who asked for a citizen's code, where staff sign in. */
  readonly sendStaffMail?: (email: string, locale: string) => Promise<void>
  /** Told about faults inside the library, without personal data. */
  readonly report?: (fault: IdentityFault) => void
}

/**
 * Accounts and sessions in the schema `identity` (made by `identityMigration`). Holds nothing in memory that
 * matters: any number of nodes can open it on one database.
 */
export function openIdentity(settings: IdentitySettings): Identity {
  const { pool, secret, origin, demo, sendCode, sendStaffMail = async () => {}, report = () => {} } = settings
  if (secret.length < 32) throw new Error('the secret of the identity adapter needs at least 32 characters')
  const auth = createAuth({ pool, secret, origin, demo, report })
  const attempts = openAttemptLimits(pool, secret)
  const sessions = openSessions(pool, auth, secret)
  const citizens = { pool, auth, attempts, sessions, sendCode, sendStaffMail }
  const staff = { auth, secret, attempts, sessions }
  return {
    requestCode: (email, meta) => requestCode(citizens, email, meta),
    signInWithCode: (email, code, meta) => signInWithCode(citizens, email, code, meta),
    signInWithPassword: (email, password, meta) => signInWithPassword(staff, email, password, meta),
    verifyTotp: (code, headers, meta) => verifyTotp(staff, code, headers, meta),
    session: (headers) => sessions.of(headers),
    signOut: (headers) => sessions.signOut(headers),
    signInAs: async (userId) => {
      if (demo !== true) throw new Error('signInAs is for the demo office only')
      const answer = await auth.api.signInForDemo({ body: { userId }, returnHeaders: true })
      const user = await sessions.find(answer.response.token)
      if (user === null) throw new Error('a new session was not found')
      return { user, setCookies: answer.headers.getSetCookie() }
    },
    createStaff: (newStaff) => createStaff(pool, auth, newStaff),
    currentTotp: (totpSecret) => totpAt(totpSecret, Date.now()),
    ensureCitizen: (email, name = '') => ensureCitizen(pool, email, name),
    sweep: () => sweepIdentity(pool),
    handler: (request, ip) => answerAuthRequest({ auth, attempts, sessions }, request, ip),
  }
}
