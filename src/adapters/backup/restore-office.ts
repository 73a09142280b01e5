import { mkdir, mkdtemp, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import pg from 'pg'
import { openKeyring } from '../keys/keyring.ts'
import { startEmbeddedPostgres } from '../postgres/embedded/start-embedded-postgres.ts'
import { writeOnce } from '../signing/write-once.ts'
import type { BackupKey } from './backup-key.ts'
import { chooseBackup } from './choose-backup.ts'
import type { S3Settings } from '../files/bucket.ts'
import { documentsOf } from './documents-of.ts'
import { examineDatabase, type Examined } from './examine-database.ts'
import { unpackFolder } from './folder-archive.ts'
import { folderOf } from './manifest.ts'
import { recoverDatabase, type Target } from './recover-database.ts'
import { proveDocuments, restoreDocuments } from './restore-documents.ts'
import { openFile } from './sealed-file.ts'
import { syncFolder } from './write-whole.ts'

export type RestorePlan = {
  readonly folder: string
  readonly key: BackupKey
  readonly target: Target
  /** The backup to begin from; null: the last one that fits. */
  readonly backup: string | null
  readonly log: (sentence: string) => void
  /** The bucket that the restored office has its documents in; null or left out: the folder of its data. What the bucket has already is left as it is. */
  readonly s3?: S3Settings | null
  /** The key's file, when a copy of it is to lie in the restored office; else null. */
  readonly keepKey?: string | null
}

export type Restored = Examined & { readonly backup: string; readonly documents: number }

/** Of more documents than these a check reads some, chosen by chance. */
const readOfDocuments = 2_000

/**
 * Brings an office back into a folder that is empty or not there. Everything is read and proven first, then brought back
 * beside that folder, proven again by its event hashes, and moved into place in one step: cut anywhere there is no
 * half-restored office. Throws a sentence; a folder that holds anything is never touched.
 */
export async function restoreOffice(plan: RestorePlan, into: string): Promise<Restored> {
  const place = resolve(into)
  await refuseUnlessEmpty(place)
  await mkdir(dirname(place), { recursive: true })
  const staging = await mkdtemp(join(dirname(place), `.${basename(place)}.restoring-`))
  try {
    const restored = await bringBack(plan, staging, (client) => restoreDocuments({ client, ...plan }, documentsOf({ dataDir: staging, s3: plan.s3 })), false)
    if (plan.keepKey) await writeOnce(join(staging, 'keys/backup.key'), await readFile(plan.keepKey, 'utf8'))
    await syncFolder(staging)
    await rmdir(place).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return
      throw new Error(error.code === 'EBUSY' ? `${place} is a disk of its own: restore into a folder on it, and set DATA_DIR to that.` : `${place} is not empty any more.`, { cause: error })
    })
    await rename(staging, place)
    await syncFolder(dirname(place))
    return restored
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

/** The same into a scratch folder that goes afterwards: a check that the backup is good for something. */
export async function tryRestore(plan: RestorePlan, scratch: string): Promise<Restored> {
  await rm(scratch, { recursive: true, force: true })
  await mkdir(scratch, { recursive: true, mode: 0o700 })
  try {
    return await bringBack(plan, scratch, (client) => proveDocuments({ client, ...plan }, readOfDocuments), true)
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

async function bringBack(plan: RestorePlan, at: string, documentsOf: (client: pg.Client) => Promise<number>, scratch: boolean): Promise<Restored> {
  const { folder, key, target, log } = plan
  log('Reading the backup from the first to the last byte.')
  const chosen = await chooseBackup({ folder, key, to: target.kind === 'time' ? target.at : null, backup: plan.backup })
  const { sink, done } = unpackFolder(at)
  await openFile(folder, key, `${folderOf(chosen.manifest.id)}/office.tar.gz.sealed`, sink)
  await done
  const dir = join(at, 'postgres')
  log(`Bringing back the backup ${chosen.manifest.id} and the journal after it.`)
  await recoverDatabase({ folder, key, chosen, dir, target, scratch, log })
  const server = await startEmbeddedPostgres({ dir, log: () => undefined, fast: scratch, archive: scratch ? false : 'later' })
  try {
    const client = new pg.Client({ connectionString: server.adminUrl })
    client.on('error', () => undefined)
    await client.connect()
    try {
      log('Making every event\'s hash anew, and looking after the documents.')
      const examined = await examineDatabase(client)
      if (examined.problems.length > 0) throw new Error(`The restored log of events is not what was written: ${examined.problems.join(' ')}`)
      await provePersonalData(client, join(at, 'keys'))
      return { ...examined, backup: chosen.manifest.id, documents: await documentsOf(client) }
    } finally {
      await client.end()
    }
  } finally {
    await server.stop()
  }
}

/** An office whose master key does not open its data keys has lost every person's answers. */
async function provePersonalData(client: pg.Client, keys: string): Promise<void> {
  const keyring = await openKeyring(keys)
  const { rows } = await client.query<{ wrapped: string }>('select wrapped from office.data_keys where wrapped is not null order by id limit 100')
  for (const { wrapped } of rows) keyring.unwrap(wrapped)
}

async function refuseUnlessEmpty(place: string): Promise<void> {
  const names = await readdir(place).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw new Error(`${place} can not be looked into (${error.code ?? 'unknown'}).`, { cause: error })
  })
  if (names.length > 0)
    throw new Error(`${place} is not empty, and nothing in it will be overwritten. Stop the office, rename that folder (for instance to ${basename(place)}-old), or restore into another one with --into.`)
}
