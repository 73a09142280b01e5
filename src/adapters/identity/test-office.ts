import { parseSetCookieHeader } from 'better-auth/cookies'
import pg from 'pg'
import type { Pool } from 'pg'
import type { Identity, Meta, SetCookies } from './identity.ts'
import { openIdentity } from './open-identity.ts'
import type { IdentitySettings } from './open-identity.ts'
import { startTestDatabase } from '../../../tests/support/test-database.ts'

export const secret = 'a secret of the test office, long enough'
export const origin = 'http://localhost:3000'
export const meta: Meta = { ip: '192.0.2.1', locale: 'id' }

export type TestOffice = {
  readonly identity: Identity
  readonly pool: Pool
  /** Codes by mail, in the order sent. */
  readonly mails: { readonly email: string; readonly code: string; readonly locale: string }[]
  /** Officers who were told by mail where their door is. */
  readonly staffMails: string[]
  readonly faults: string[]
  /** The same office on another node: its own pool, nothing shared but database and secret. */
  readonly openNode: (changes?: Partial<IdentitySettings>) => Identity
  /** The code of the newest mail to an address. */
  readonly codeFor: (email: string) => string
  /** A pool whose server is gone. */
  readonly brokenPool: () => Pool
  readonly close: () => Promise<void>
}

export async function openTestOffice(): Promise<TestOffice> {
  const database = await startTestDatabase()
  const mails: { email: string; code: string; locale: string }[] = []
  const staffMails: string[] = []
  const faults: string[] = []
  const openNode = (changes: Partial<IdentitySettings> = {}) =>
    openIdentity({
      pool: database.openPool(),
      secret,
      origin,
      demo: false,
      sendCode: async (email, code, locale) => void mails.push({ email, code, locale }),
      sendStaffMail: async (email) => void staffMails.push(email),
      report: ({ fault }) => void faults.push(fault),
      ...changes,
    })
  const codeFor = (email: string) => {
    const mail = mails.findLast((sent) => sent.email === email)
    if (mail === undefined) throw new Error('no code was sent there')
    return mail.code
  }
  return {
    identity: openNode(), pool: database.openPool(), mails, staffMails, faults, openNode, codeFor,
    brokenPool: () => new pg.Pool({ host: '127.0.0.1', port: 9, user: 'office', database: 'office' }),
    close: database.stop,
  }
}

/** The request that a browser makes after it was given these cookies: emptied ones are gone. */
export function browserWith(...answers: readonly SetCookies[]): Headers {
  const jar = new Map<string, string>()
  for (const setCookie of answers.flat()) {
    for (const [name, cookie] of parseSetCookieHeader(setCookie)) {
      if (cookie['max-age'] === 0) jar.delete(name)
      else jar.set(name, encodeURIComponent(cookie.value))
    }
  }
  return new Headers({ cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') })
}

/** A six-digit code that is not this one. */
export function otherCode(code: string, by = 1): string {
  return String((Number(code) + by) % 1_000_000).padStart(6, '0')
}
