import { randomBytes, randomUUID } from 'node:crypto'
import { symmetricEncrypt } from 'better-auth/crypto'
import type { Pool } from 'pg'
import { issuer } from './better-auth.ts'
import type { Auth } from './better-auth.ts'
import { readEmail } from './email-address.ts'
import type { NewStaff, StaffAccount } from './identity.ts'
import { readLocale } from './locale-tag.ts'
import { totpUri } from './totp.ts'

/** See `Identity.createStaff`. One statement, so that an officer never exists without a second factor. */
export async function createStaff(pool: Pool, auth: Auth, staff: NewStaff): Promise<StaffAccount> {
  const email = readEmail(staff.email)
  if (email === null) throw new Error('the e-mail address of the new officer is not one')
  if (staff.password.length < 12 || staff.password.length > 128) {
    throw new Error('the password of an officer has 12 to 128 characters')
  }
  const secret = staff.totpSecret ?? randomBytes(20).toString('base64url')
  if (!/^[\x21-\x7e]{16,}$/.test(secret)) throw new Error('a TOTP secret has at least 16 ASCII characters')
  const { password, secretConfig } = await auth.$context
  const { rows } = await pool.query<{ id: string }>(insertStaff, [
    randomUUID(), email, staff.name, readLocale(staff.locale ?? 'id'),
    randomUUID(), await password.hash(staff.password),
    randomUUID(), await symmetricEncrypt({ key: secretConfig, data: secret }),
    // Backup codes have no door here: an officer who lost the phone gets a new secret from the office.
    await symmetricEncrypt({ key: secretConfig, data: '[]' }),
  ])
  const created = rows[0]
  if (created !== undefined) {
    return { userId: created.id, created: true, totpUri: totpUri(secret, issuer, email) }
  }
  const existing = await findAccount(pool, email)
  if (existing?.kind !== 'staff') {
    throw new Error('this e-mail already belongs to a citizen: use another for office work')
  }
  return { userId: existing.id, created: false, totpUri: null }
}

/** See `Identity.ensureCitizen`. */
export async function ensureCitizen(
  pool: Pool, address: string, name: string,
): Promise<{ readonly userId: string }> {
  const email = readEmail(address)
  if (email === null) throw new Error('the e-mail address of the new citizen is not one')
  await pool.query(
    `insert into identity."user" (id, email, name, kind, "emailVerified") values ($1, $2, $3, 'citizen', true)
     on conflict (email) do nothing`,
    [randomUUID(), email, name],
  )
  const account = await findAccount(pool, email)
  if (account?.kind !== 'citizen') throw new Error('this e-mail belongs to an officer')
  return { userId: account.id }
}

async function findAccount(pool: Pool, email: string): Promise<{ id: string; kind: string } | undefined> {
  const { rows } = await pool.query<{ id: string; kind: string }>(
    'select id, kind from identity."user" where email = $1', [email],
  )
  return rows[0]
}

const insertStaff = `
  with person as (
    insert into identity."user" (id, email, name, kind, locale, "emailVerified", "twoFactorEnabled")
    values ($1, $2, $3, 'staff', $4, true, true)
    on conflict (email) do nothing
    returning id
  ), credential as (
    insert into identity.account (id, "accountId", "providerId", "userId", password, "updatedAt")
    select $5, id, 'credential', id, $6, now() from person
  ), second_factor as (
    insert into identity."twoFactor" (id, secret, "backupCodes", "userId", verified)
    select $7, $8, $9, id, true from person
  )
  select id from person`
