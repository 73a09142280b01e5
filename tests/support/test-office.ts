import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openOffice, type Opened, type OpenOffice } from '../../src/adapters/open-office.ts'
import type { TextSettings } from '../../src/adapters/texts/text-settings.ts'
import type { Visitor } from '../../src/usecases/views.ts'
import { startTestDatabase } from './test-database.ts'

export type TestOffice = {
  readonly office: OpenOffice
  readonly opened: Opened
  readonly database: Awaited<ReturnType<typeof startTestDatabase>>
  readonly dataDir: string
  /** A new citizen, or the one of this address. */
  citizen(email?: string): Promise<Visitor>
  /** One of the demo staff by the keys of offices/jakarta.yaml: verifier, verifier2, head, head-province. */
  staff(key: string): Promise<Visitor>
  /** Another node of the same office: its own connections and memory, the same database, folders and time. */
  secondNode(): Promise<OpenOffice>
  /** The office's time; moves only when told to. */
  setNow(at: number): void
  /** The same with its worker; its mails say in their sender's address which node sent them. */
  openNode(): Promise<Opened>
  close(): Promise<void>
}

export const workday = Date.parse('2026-11-24T03:00:00Z') // Tuesday, 10:00 in Jakarta

/** The real office on a real, empty database, with a clock that stands still until it is set. */
export async function openTestOffice(options: { readonly smtpUrl?: string; readonly now?: number; readonly realClock?: boolean; readonly origin?: string; readonly texts?: TextSettings; readonly failed?: (words: string) => void } = {}): Promise<TestOffice> {
  const database = await startTestDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'office-test-'))
  let now = options.now ?? workday
  const nodes: Opened[] = []
  const openNode = async () => {
    const name = nodes.length === 0 ? 'no-reply' : `no-reply-${nodes.length + 1}`
    const node = await openOffice({
      settings: { origin: options.origin ?? 'http://office.example', dataDir, demo: true, mailFrom: `Satu Pintu <${name}@office.example>`, texts: options.texts ?? null },
      adminUrl: database.adminUrl,
      appUrl: database.appUrl,
      smtpUrl: options.smtpUrl ?? null,
      log: { info: () => undefined, error: (facts, words) => (options.failed ? options.failed(words) : console.error(words, facts)) },
      ...(options.realClock ? {} : { now: () => now }),
    })
    nodes.push(node)
    return node
  }
  const opened = await openNode()
  const { office } = opened
  await opened.loadDemo()
  return {
    office,
    opened,
    database,
    dataDir,
    citizen: async (email = `${randomUUID()}@warga.example`) => {
      const { userId } = await office.identity.ensureCitizen(email)
      return { kind: 'citizen', person: userId, email, locale: 'id' }
    },
    staff: async (key) => {
      const person = (await office.demo!.signIns()).find((each) => each.key === key)
      if (!person) throw new Error(`There is no demo person ${key}.`)
      const duties = await office.store.transaction((tx) => tx.dutiesOf(person.userId, office.today()))
      return { kind: 'staff', person: person.userId, email: person.email, name: person.name, duties, locale: 'id' }
    },
    secondNode: async () => (await openNode()).office,
    setNow: (at) => {
      now = at
    },
    openNode,
    close: async () => {
      for (const node of nodes) await node.close()
      await database.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
