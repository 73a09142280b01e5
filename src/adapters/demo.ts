import type { Office } from '../usecases/ports.ts'
import type { Identity } from './identity/identity.ts'
import { listDemoMail, readDemoMail } from './mail/index.ts'
import type { TextSandbox } from './texts/start-text-sandbox.ts'
import { giveDuties } from './office-data.ts'
import type { OfficeFile } from './places.ts'

export type DemoSignIn = {
  readonly key: string
  readonly role: string
  readonly name: string
  readonly email: string
  readonly userId: string
  readonly password?: string
  /** As an authenticator app takes it (Base32). */
  readonly totpSecret?: string
  /** The six digits of this moment. */
  readonly totp?: string
}

/** What only the demo office has: people with known passwords, and a look into everybody's mail. */
export type Demo = {
  load(): Promise<readonly DemoSignIn[]>
  signIns(): Promise<readonly DemoSignIn[]>
  listMail(): ReturnType<typeof listDemoMail>
  readMail(id: string): ReturnType<typeof readDemoMail>
  /** The phones of the sandbox for text messages; null when there is none. */
  readonly phones: Pick<TextSandbox, 'texts' | 'write'> | null
}

const password = 'satu-pintu-demo'

export function openDemo(options: {
  readonly office: Office
  readonly identity: Identity
  readonly officeFile: OfficeFile
  readonly adminUrl: string
  readonly mailDir: string
  readonly phones: TextSandbox | null
}): Demo {
  const { identity, officeFile, adminUrl, mailDir } = options
  let loaded: Promise<readonly DemoSignIn[]> | null = null
  const load = async (): Promise<readonly DemoSignIn[]> => {
    const { demo_citizen: citizen, demo_staff: staff } = officeFile
    const { userId } = await identity.ensureCitizen(citizen.email, citizen.name)
    // All at once: hashing a password is slow by design.
    const accounts = await Promise.all(staff.map(async (person) => {
      const totpSecret = secretOf(person.key)
      const account = await identity.createStaff({ email: person.email, name: person.name, password, totpSecret })
      return { person, userId: account.userId, totpSecret }
    }))
    await giveDuties(adminUrl, accounts.flatMap(({ person, userId }) => person.duties.map((duty) => ({ person: userId, ...duty }))))
    return [
      { key: citizen.key, role: 'citizen', name: citizen.name, email: citizen.email, userId },
      ...accounts.map(({ person, userId, totpSecret }): DemoSignIn =>
        ({ key: person.key, role: person.duties[0]?.duty ?? 'verifier', name: person.name, email: person.email, userId, password, totpSecret: base32(totpSecret) })),
    ]
  }
  const known = () => (loaded ??= load())
  return {
    load: known,
    signIns: async () =>
      (await known()).map((each) => (each.totpSecret ? { ...each, totp: identity.currentTotp(secretOf(each.key)) } : each)),
    listMail: () => listDemoMail(mailDir),
    phones: options.phones,
    readMail: (id) => readDemoMail(mailDir, id),
  }
}

/** The same at every start, so that an authenticator app that was set up once goes on working. No secret: it is printed. */
function secretOf(key: string): string {
  return `satu-pintu-demo-${key}`.padEnd(24, '0')
}

/** RFC 4648 without padding, as authenticator apps take it. */
function base32(text: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...Buffer.from(text, 'ascii')].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? []).map((five) => letters[Number.parseInt(five.padEnd(5, '0'), 2)]).join('')
}
