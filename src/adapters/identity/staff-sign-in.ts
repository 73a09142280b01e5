import { refusalCode } from './api-refusal.ts'
import { limits, networkOf } from './attempt-limits.ts'
import type { AttemptLimits } from './attempt-limits.ts'
import type { Auth } from './better-auth.ts'
import { readEmail } from './email-address.ts'
import type { Meta, PasswordSignIn, TotpSignIn } from './identity.ts'
import type { Sessions } from './sessions.ts'
import { onlyCookie, readSignedCookie } from './signed-cookie.ts'

export type StaffDoor = {
  readonly auth: Auth
  readonly secret: string
  readonly attempts: AttemptLimits
  readonly sessions: Sessions
}

/** See `Identity.signInWithPassword`. */
export async function signInWithPassword(
  door: StaffDoor, address: string, password: string, meta: Meta,
): Promise<PasswordSignIn> {
  const network = await door.attempts.count(limits.passwordsPerNetwork, networkOf(meta.ip))
  if (!network.allowed) {
    return { ok: false, refusal: { kind: 'TooMany', retryAfterSeconds: network.retryAfterSeconds } }
  }
  const email = readEmail(address)
  if (email === null) return { ok: false, refusal: { kind: 'WrongPassword' } }
  // Counted before the password is looked at, so that parallel guesses can't slip past; also for addresses
  // without an account, so that a lock tells nothing about who works here.
  const account = await door.attempts.count(limits.passwordsPerAccount, email)
  if (!account.allowed) {
    return { ok: false, refusal: { kind: 'Locked', retryAfterSeconds: account.retryAfterSeconds } }
  }
  try {
    const { response, headers } = await door.auth.api.signInEmail({
      body: { email, password }, returnHeaders: true,
    })
    // The library asks for TOTP from everybody who has it, which is all staff; nobody else gets in this way.
    if (!('twoFactorRedirect' in response)) return { ok: false, refusal: { kind: 'WrongPassword' } }
    await door.attempts.forget(limits.passwordsPerAccount, email)
    return { ok: true, next: 'totp', setCookies: headers.getSetCookie() }
  } catch (error) {
    if (refusalCode(error) === null) throw error
    return { ok: false, refusal: { kind: 'WrongPassword' } }
  }
}

/** See `Identity.verifyTotp`. */
export async function verifyTotp(
  door: StaffDoor, code: string, headers: Headers, meta: Meta,
): Promise<TotpSignIn> {
  const network = await door.attempts.count(limits.totpTriesPerNetwork, networkOf(meta.ip))
  if (!network.allowed) {
    return { ok: false, refusal: { kind: 'TooMany', retryAfterSeconds: network.retryAfterSeconds } }
  }
  const context = await door.auth.$context
  const cookie = context.createAuthCookie('two_factor').name
  const challenge = readSignedCookie(headers, cookie, door.secret)
  const pending = challenge === null ? null : await context.internalAdapter.findVerificationValue(challenge)
  if (pending === null || pending.expiresAt < new Date()) return { ok: false, refusal: { kind: 'Expired' } }
  const digits = code.replace(/[\s-]/g, '')
  if (!/^\d{6}$/.test(digits)) return { ok: false, refusal: { kind: 'WrongCode' } }
  // RFC 6238, 5.2: a code is accepted once. Taken before it is checked, so that two nodes can't both accept.
  const once = await door.attempts.count(limits.totpCodeOnce, `${pending.value}:${digits}`)
  if (!once.allowed) return { ok: false, refusal: { kind: 'CodeAlreadyUsed' } }
  try {
    // Only the pending sign-in is passed on: with an old session beside it the library would check that one.
    const answer = await door.auth.api.verifyTOTP({
      body: { code: digits }, headers: onlyCookie(headers, cookie), returnHeaders: true,
    })
    const user = await door.sessions.find(answer.response.token)
    if (user === null) throw new Error('a new session was not found')
    return { ok: true, user, setCookies: answer.headers.getSetCookie() }
  } catch (error) {
    const reason = refusalCode(error)
    if (reason === null) throw error
    if (reason === 'INVALID_CODE') return { ok: false, refusal: { kind: 'WrongCode' } }
    if (reason === 'ACCOUNT_TEMPORARILY_LOCKED') return { ok: false, refusal: { kind: 'Locked' } }
    if (reason === 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE') return { ok: false, refusal: { kind: 'TooMany' } }
    return { ok: false, refusal: { kind: 'Expired' } }
  }
}
