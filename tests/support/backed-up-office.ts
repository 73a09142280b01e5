import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { openBackupKey, type BackupKey } from '../../src/adapters/backup/backup-key.ts'
import { documentsOf } from '../../src/adapters/backup/documents-of.ts'
import type { S3Settings } from '../../src/adapters/files/bucket.ts'
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

/**
 * A real office on a database of its own that keeps its journal in a backup, as `npm run serve` has it; a new one, or the
 * one in a `root` again. `timed`: the database remembers when each transaction was committed.
 */
export async function openBackedUpOffice(options: { readonly root?: string; readonly timed?: boolean; readonly s3?: S3Settings } = {}): Promise<BackedUpOffice> {
  const root = options.root ?? (await mkdtemp(join(tmpdir(), 'backed-up-')))
  const [dataDir, folder, keyFile] = [join(root, 'data'), join(root, 'backup'), join(root, 'safe/backup.key')]
  const start = () => startEmbeddedPostgres({ dir: join(dataDir, 'postgres'), log: () => undefined, archive: true })
  let postgres = await start()
  if (options.timed) {
    const client = new pg.Client({ connectionString: postgres.superUrl })
    await client.connect()
    await client.query('alter system set track_commit_timestamp = on').finally(() => client.end())
    await postgres.stop()
    postgres = await start()
  }
  const key = await openBackupKey(keyFile)
  const shipping = keepShipping({ outbox: outboxOf(join(dataDir, 'postgres')), folder, key, mirror: openMirror({ files: documentsOf({ dataDir, s3: options.s3 }), folder, key }) }, console.error)
  const opened = await openOffice({
    settings: { origin: 'http://office.example', dataDir, demo: true, mailFrom: 'Satu Pintu <no-reply@office.example>', s3: options.s3 ?? null },
    adminUrl: postgres.adminUrl,
    appUrl: postgres.appUrl,
    smtpUrl: null,
    // A database that is killed on purpose is much complained about.
    log: { info: () => undefined, error: () => undefined },
  })
  const superUrl = postgres.officeUrl
  const client = new pg.Client({ connectionString: superUrl })
  client.on('error', () => undefined)
  await client.connect()
  let closed = false
  const close = async () => {
    if (closed) return
    closed = true
    await client.end().catch(() => undefined)
    await opened.close()
    await postgres.stop()
    await shipping.stop()
  }
  return {
    opened, root, dataDir, folder, key, keyFile, client,
    plan: { dataDir, folder, key, keyFile, superUrl, s3: options.s3 ?? null },
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
