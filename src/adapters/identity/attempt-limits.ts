import { isIPv6 } from 'node:net'
import type { Pool } from 'pg'
import { keyedDigest } from './keyed-digest.ts'

/** At most `max` attempts in a window. `restarts`: each attempt up to the last begins the window anew. */
export type Limit = {
  readonly name: string
  readonly max: number
  readonly seconds: number
  readonly restarts?: true
}

const quarterHour = 15 * 60

/**
 * Networks get generous limits: behind one address of an Indonesian mobile carrier, or of an office's own
 * Wi-Fi, are many people. People and accounts get narrow ones.
 */
export const limits = {
  codesPerEmail: { name: 'codes-email', max: 5, seconds: quarterHour },
  /** With 5 tries a code: at most 100 guesses a day at one in a million (NIST SP 800-63B, 5.2.2). */
  codesPerEmailDaily: { name: 'codes-email-day', max: 20, seconds: 24 * 3600 },
  codesPerNetwork: { name: 'codes-network', max: 100, seconds: quarterHour },
  codeTriesPerNetwork: { name: 'code-tries-network', max: 200, seconds: quarterHour },
  /** The tenth wrong password closes the account for a quarter of an hour. */
  passwordsPerAccount: { name: 'passwords', max: 10, seconds: quarterHour, restarts: true },
  passwordsPerNetwork: { name: 'passwords-network', max: 100, seconds: quarterHour },
  totpTriesPerNetwork: { name: 'totp-network', max: 200, seconds: quarterHour },
  /** A TOTP code can be valid for three steps of 30 seconds; remembered for twice that. */
  totpCodeOnce: { name: 'totp-code', max: 1, seconds: 180 },
  passkeysPerNetwork: { name: 'passkeys-network', max: 200, seconds: quarterHour },
} as const satisfies Record<string, Limit>

export type Attempt =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly retryAfterSeconds: number }

export type AttemptLimits = {
  /** Counts one attempt by `subject` and says whether it may go on. Atomic across nodes. */
  readonly count: (limit: Limit, subject: string) => Promise<Attempt>
  /** Forgets the attempts, after a success. */
  readonly forget: (limit: Limit, subject: string) => Promise<void>
}

/** Attempt counts in the database. Subjects are kept as keyed digests: no e-mail or address in the clear. */
export function openAttemptLimits(pool: Pool, secret: string): AttemptLimits {
  const keyOf = (limit: Limit, subject: string) => `${limit.name}:${keyedDigest(secret, limit.name, subject)}`
  return {
    count: async (limit, subject) => {
      const { rows } = await pool.query<{ count: number; wait: number }>(
        countAttempt, [keyOf(limit, subject), limit.seconds, limit.max, limit.restarts === true],
      )
      const row = rows[0]
      if (row === undefined) throw new Error('counting an attempt gave no row')
      return row.count <= limit.max ? { allowed: true } : { allowed: false, retryAfterSeconds: row.wait }
    },
    forget: async (limit, subject) => {
      await pool.query('delete from identity.attempts where key = $1', [keyOf(limit, subject)])
    },
  }
}

const countAttempt = `
  insert into identity.attempts as seen (key, count, resets_at)
  values ($1, 1, now() + make_interval(secs => $2))
  on conflict (key) do update set
    count = case when seen.resets_at <= now() then 1 else least(seen.count, $3::int) + 1 end,
    resets_at = case
      when seen.resets_at <= now() or ($4 and seen.count < $3::int) then excluded.resets_at
      else seen.resets_at
    end
  returning count, greatest(1, ceil(extract(epoch from resets_at - now())))::int as wait`

/** The network that an address belongs to: itself for IPv4, for IPv6 its /64, which one caller owns. */
export function networkOf(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)
  if (mapped?.[1] !== undefined) return mapped[1]
  if (!isIPv6(ip)) return ip
  const [head = '', tail] = (ip.split('%')[0] ?? '').toLowerCase().split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...after]
  return `${groups.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, '')).join(':')}::/64`
}
