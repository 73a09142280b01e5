import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { openIdentity } from '../../adapters/identity/open-identity.ts'
import { openPool } from '../../adapters/postgres/connection.ts'
import { readSecret } from '../../adapters/read-secret.ts'
import { CommandError, readArguments, type Said } from './command.ts'
import { databaseOf, settingsOfOffice } from './office-command.ts'

/**
 * Makes an officer's account and says its password and second factor, this once: they are kept nowhere in the clear. An
 * account opens nothing by itself; duties do.
 */
export async function addOfficer(args: readonly string[]): Promise<Said> {
  const { values, positionals } = readArguments(args, {})
  const [email = '', name = ''] = positionals
  if (!/^[^\s@]+@[^\s@]+$/.test(email) || name.trim() === '') throw new CommandError("Say who: add-officer EMAIL 'FULL NAME'")
  const settings = settingsOfOffice()
  const url = await databaseOf(settings)
  if (url === null) throw new CommandError(`No office runs on ${settings.dataDir}: start it (npm run serve), or set DATA_DIR or DATABASE_URL as it was started with.`)
  const pool = openPool(url, 1)
  try {
    const secret = await readSecret(join(settings.dataDir, 'secrets'), 'identity')
    const nothing = async () => undefined
    const identity = openIdentity({ pool, secret, origin: settings.origin, demo: false, sendCode: nothing, sendStaffMail: nothing, report: () => undefined })
    const password = randomBytes(15).toString('base64url')
    const { created, totpUri } = await identity.createStaff({ email, name: name.trim(), password })
    if (!created) throw new CommandError(`${email} has an account already; it was left as it is.`)
    const key = new URL(totpUri ?? '').searchParams.get('secret') ?? ''
    const words = [`${name.trim()} can sign in at ${settings.origin}/office/sign-in`, `  password            ${password}`, `  authenticator key   ${key}`, 'Hand both over in person: they are said this once. Then give a duty with give-duty.']
    return { json: { email, password, totp: totpUri }, words: words.join('\n'), asJson: values.json === true }
  } catch (error) {
    if (error instanceof CommandError) throw error
    throw new CommandError(`The account could not be made: ${(error as { code?: string }).code ?? (error instanceof Error ? error.message : 'unknown')}.`)
  } finally {
    await pool.end()
  }
}
