import { passkey } from '@better-auth/passkey'
import { APIError, betterAuth } from 'better-auth'
import { emailOTP, twoFactor } from 'better-auth/plugins'
import { Kysely, PostgresDialect } from 'kysely'
import type { Pool } from 'pg'
import { refusalCode } from './api-refusal.ts'
import { demoSignIn } from './demo-sign-in.ts'
import { keyedDigest } from './keyed-digest.ts'
import { libraryPool } from './library-pool.ts'
import { quietLog } from './quiet-log.ts'
import type { IdentityFault } from './quiet-log.ts'

export type AuthSettings = {
  readonly pool: Pool
  /** At least 32 characters; signs cookies and keys digests. All nodes share it. */
  readonly secret: string
  /** Where people reach the office, such as `https://izin.example.go.id`. */
  readonly origin: string
  /** Whether anyone may sign in as anyone, for trying the office out. */
  readonly demo: boolean
  readonly report: (fault: IdentityFault) => void
}

export const issuer = 'Satu Pintu'
const staffSessionSeconds = 12 * 3600
const citizenSessionSeconds = 30 * 24 * 3600
const codeSeconds = 10 * 60

/** Where sign-ins end that prove a second factor: a passkey counts, since it must have verified its owner. */
const secondFactorPaths: ReadonlySet<string> = new Set([
  '/two-factor/verify-totp',
  '/passkey/verify-authentication',
])

/** The library as this office uses it. Its router is never exposed whole (see passkey-door.ts). */
export function createAuth({ pool, secret, origin, demo, report }: AuthSettings) {
  const log = quietLog(report)
  const https = new URL(origin).protocol === 'https:'
  return betterAuth({
    appName: issuer,
    baseURL: origin,
    basePath: '/api/auth',
    secret,
    trustedOrigins: [origin],
    database: {
      db: new Kysely<unknown>({ dialect: new PostgresDialect({ pool: libraryPool(pool) }) }),
      type: 'postgres',
      schemaName: 'identity',
      transaction: true,
    },
    logger: log,
    // Refusals are answers; without this hook the router would print them to the console by itself.
    onAPIError: {
      onError: (error) => {
        if (refusalCode(error) === null) log.log('error', '', error)
      },
    },
    telemetry: { enabled: false },
    // Attempts are counted in attempt-limits.ts, by person and account and not only by path and address.
    rateLimit: { enabled: false },
    advanced: {
      // `__Host-` needs Secure, Path=/ and no Domain (RFC 6265bis, 4.1.3.2): a sibling host can't plant one.
      useSecureCookies: false,
      cookiePrefix: https ? '__Host-satu-pintu' : 'satu-pintu',
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', secure: https, path: '/' },
      // Said aloud, because the library would leave both out when NODE_ENV is "test".
      disableOriginCheck: false,
      disableCSRFCheck: false,
      // Neither address nor browser is kept with a session: nothing needs them.
      ipAddress: { disableIpTracking: true },
      database: { validateSchema: false },
    },
    user: {
      additionalFields: {
        kind: { type: 'string', defaultValue: 'citizen', input: false },
        locale: { type: 'string', defaultValue: 'id' },
      },
    },
    session: {
      expiresIn: citizenSessionSeconds,
      // A session ends when its time is over, however much it is used; staff also when idle (sessions.ts).
      disableSessionRefresh: true,
      cookieCache: { enabled: false },
      additionalFields: { secondFactor: { type: 'boolean', defaultValue: false, input: false } },
    },
    verification: {
      storeIdentifier: { hash: async (identifier) => keyedDigest(secret, 'verification', identifier) },
      // Kept until sweep(), so that an old code is called expired and not wrong.
      disableCleanup: true,
    },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 128 },
    databaseHooks: {
      session: {
        create: {
          before: async (session, context) => {
            const path = context?.path ?? ''
            const secondFactor = session.secondFactor === true || secondFactorPaths.has(path)
            // On its own connection: a second one, asked for inside a transaction, could wait for ever.
            const user = await context?.context.internalAdapter.findUserById(session.userId)
            if (user == null || !('kind' in user)) throw new APIError('FORBIDDEN')
            if (user.kind !== 'staff') return { data: { secondFactor } }
            // The password step makes a session and drops it for TOTP; sessions.ts ignores it till then.
            if (!secondFactor && path !== '/sign-in/email') throw new APIError('FORBIDDEN')
            return { data: { secondFactor, expiresAt: new Date(Date.now() + staffSessionSeconds * 1000) } }
          },
        },
      },
    },
    plugins: [
      emailOTP({
        otpLength: 6,
        expiresIn: codeSeconds,
        allowedAttempts: 5,
        storeOTP: { hash: async (code) => keyedDigest(secret, 'one-time-code', code) },
        sendVerificationOTP: async () => {
          throw new Error('codes are sent by requestCode')
        },
      }),
      twoFactor({
        issuer,
        twoFactorCookieMaxAge: 10 * 60,
        accountLockout: { enabled: true, maxFailedAttempts: 10, durationSeconds: 15 * 60 },
      }),
      passkey({
        rpID: new URL(origin).hostname,
        rpName: issuer,
        origin,
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        registration: {
          afterVerification: ({ verification }) => {
            if (verification.registrationInfo?.userVerified !== true) throw new APIError('UNAUTHORIZED')
          },
        },
        authentication: {
          afterVerification: ({ verification }) => {
            if (!verification.authenticationInfo.userVerified) throw new APIError('UNAUTHORIZED')
          },
        },
      }),
      demoSignIn(demo),
    ],
  })
}

export type Auth = ReturnType<typeof createAuth>
