import type { Pool } from 'pg'
import { refusalCode } from './api-refusal.ts'
import { limits, networkOf } from './attempt-limits.ts'
import type { AttemptLimits, Limit } from './attempt-limits.ts'
import type { Auth } from './better-auth.ts'
import { readEmail } from './email-address.ts'
import type { CodeRequest, CodeSignIn, Meta } from './identity.ts'
import { readLocale } from './locale-tag.ts'
import type { Sessions } from './sessions.ts'

export type CitizenDoor = {
  readonly pool: Pool
  readonly auth: Auth
  readonly attempts: AttemptLimits
  readonly sessions: Sessions
  readonly sendCode: (email: string, code: string, locale: string) => Promise<void>
  readonly sendStaffMail: (email: string, locale: string) => Promise<void>
}

/** See `Identity.requestCode`. */
export async function requestCode(door: CitizenDoor, address: string, meta: Meta): Promise<CodeRequest> {
  const email = readEmail(address)
  if (email === null) return { ok: false, refusal: { kind: 'BadEmail' } }
  const counted: readonly (readonly [Limit, string])[] = [
    [limits.codesPerNetwork, networkOf(meta.ip)],
    [limits.codesPerEmail, email],
    [limits.codesPerEmailDaily, email],
  ]
  for (const [limit, subject] of counted) {
    const attempt = await door.attempts.count(limit, subject)
    if (!attempt.allowed) {
      return { ok: false, refusal: { kind: 'TooMany', retryAfterSeconds: attempt.retryAfterSeconds } }
    }
  }
  const locale = readLocale(meta.locale)
  if (await isStaff(door.pool, email)) {
    // No code exists that could open an officer's account. The owner may be told which door is theirs.
    await door.sendStaffMail(email, locale)
    return { ok: true }
  }
  const code = await door.auth.api.createVerificationOTP({ body: { email, type: 'sign-in' } })
  await door.sendCode(email, code, locale)
  return { ok: true }
}

/** See `Identity.signInWithCode`. */
export async function signInWithCode(
  door: CitizenDoor, address: string, code: string, meta: Meta,
): Promise<CodeSignIn> {
  const email = readEmail(address)
  const digits = code.replace(/[\s-]/g, '')
  const attempt = await door.attempts.count(limits.codeTriesPerNetwork, networkOf(meta.ip))
  if (!attempt.allowed) {
    return { ok: false, refusal: { kind: 'TooMany', retryAfterSeconds: attempt.retryAfterSeconds } }
  }
  if (email === null || !/^\d{6}$/.test(digits)) return { ok: false, refusal: { kind: 'WrongCode' } }
  try {
    const { response, headers } = await door.auth.api.signInEmailOTP({
      body: { email, otp: digits, name: '', locale: readLocale(meta.locale) },
      returnHeaders: true,
    })
    const user = await door.sessions.find(response.token)
    if (user === null) throw new Error('a new session was not found')
    return { ok: true, user, setCookies: headers.getSetCookie() }
  } catch (error) {
    const reason = refusalCode(error)
    if (reason === null) throw error
    if (reason === 'OTP_EXPIRED') return { ok: false, refusal: { kind: 'Expired' } }
    if (reason === 'TOO_MANY_ATTEMPTS') return { ok: false, refusal: { kind: 'TooMany' } }
    return { ok: false, refusal: { kind: 'WrongCode' } }
  }
}

async function isStaff(pool: Pool, email: string): Promise<boolean> {
  const found = await pool.query(`select from identity."user" where email = $1 and kind = 'staff'`, [email])
  return found.rowCount === 1
}
