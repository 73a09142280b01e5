import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { openBackupKey, type BackupKey } from '../../src/adapters/backup/backup-key.ts'
import { openMirror } from '../../src/adapters/backup/mirror-files.ts'
import { keepShipping } from '../../src/adapters/backup/ship-journal.ts'
import type { BackupPlan } from '../../src/adapters/backup/take-backup.ts'
import { openOffice, type Opened } from '../../src/adapters/open-office.ts'
import { outboxOf } from '../../src/adapters/postgres/embedded/archive-settings.ts'
import { startEmbeddedPostgres } from '../../src/adapters/postgres/embedded/start-embedded-postgres.ts'
import type { Visitor } from '../../src/usecases/views.ts'

export type BackedUpOffice = {
  readonly opened: Opened
  readonly root: string
  readonly dataDir: string
  readonly folder: string
  readonly key: BackupKey
  readonly keyFile: string
  readonly plan: BackupPlan
  readonly client: pg.Client
  citizen(email: string): Promise<Visitor>
  /** Ends the office and its database in good order; the backup stays. */
  close(): Promise<void>
  /** Takes everything away. */
  clear(): Promise<void>
}

/** A real office on a database of its own that keeps its journal in a backup, as `npm run serve` has it. */
export async function openBackedUpOffice(): Promise<BackedUpOffice> {
  const root = await mkdtemp(join(tmpdir(), 'backed-up-'))
  const [dataDir, folder, keyFile] = [join(root, 'data'), join(root, 'backup'), join(root, 'safe/backup.key')]
  const postgres = await startEmbeddedPostgres({ dir: join(dataDir, 'postgres'), log: () => undefined, archive: true })
  const key = await openBackupKey(keyFile)
  const shipping = keepShipping({ outbox: outboxOf(join(dataDir, 'postgres')), folder, key, mirror: openMirror({ files: join(dataDir, 'files'), folder, key }) }, console.error)
  const opened = await openOffice({
    settings: { origin: 'http://office.example', dataDir, demo: true, mailFrom: 'Satu Pintu <no-reply@office.example>' },
    adminUrl: postgres.adminUrl,
    appUrl: postgres.appUrl,
    smtpUrl: null,
    log: { info: () => undefined, error: (facts, words) => console.error(words, facts) },
  })
  const superUrl = postgres.officeUrl
  const client = new pg.Client({ connectionString: superUrl })
  client.on('error', () => undefined)
  await client.connect()
  let closed = false
  const close = async () => {
    if (closed) return
    closed = true
    await client.end()
    await opened.close()
    await postgres.stop()
    await shipping.stop()
  }
  return {
    opened, root, dataDir, folder, key, keyFile, client,
    plan: { dataDir, folder, key, keyFile, superUrl },
    citizen: async (email) => {
      const { userId } = await opened.office.identity.ensureCitizen(email)
      return { kind: 'citizen', person: userId, email, locale: 'id' }
    },
    close,
    clear: async () => {
      await close()
      await rm(root, { recursive: true, force: true })
    },
  }
}
