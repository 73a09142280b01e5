import { join } from 'node:path'
import { openBackupKey } from '../adapters/backup/backup-key.ts'
import { checkBackup } from '../adapters/backup/check-backup.ts'
import { claimFolder } from '../adapters/backup/claim-folder.ts'
import { documentsOf } from '../adapters/backup/documents-of.ts'
import { openMirror } from '../adapters/backup/mirror-files.ts'
import { keepShipping } from '../adapters/backup/ship-journal.ts'
import type { BackupPlan } from '../adapters/backup/take-backup.ts'
import { outboxOf } from '../adapters/postgres/embedded/archive-settings.ts'
import type { Settings } from './read-settings.ts'

export type Backups = {
  /** Takes the journal into the backup until stopped. */
  keepShipping(): { stop(): Promise<void> }
  /** The nightly backup with its check. Gives what went wrong; null when all is well. */
  check(superUrl: string): Promise<string | null>
  planFor(superUrl: string): BackupPlan
}

/**
 * What an office needs to be backed up; null when it has BACKUP_DIR=off or a database of someone else's. A folder that can't
 * be used keeps no office from opening: it is said, and the office goes on without.
 */
export async function prepareBackups(settings: Settings, say: (sentence: string) => void): Promise<Backups | null> {
  const { dataDir, backupDir: folder, backupKeyFile: keyFile } = settings
  if (folder === null || settings.databaseUrl !== null) return null
  try {
    const key = await openBackupKey(keyFile)
    await claimFolder(folder, key, keyFile)
    const planFor = (superUrl: string) => ({ dataDir, folder, key, keyFile, superUrl, s3: settings.s3 })
    return {
      planFor,
      keepShipping: () => keepShipping({ outbox: outboxOf(join(dataDir, 'postgres')), folder, key, mirror: openMirror({ files: documentsOf(settings), folder, key }) }, say),
      check: async (superUrl) => {
        const checked = await checkBackup({ ...planFor(superUrl), keepDays: settings.backupKeepDays, log: () => undefined })
        return checked.ok ? null : checked.problem
      },
    }
  } catch (error) {
    say(`No backups are taken: ${error instanceof Error ? error.message : String(error)}`)
    return null
  }
}
