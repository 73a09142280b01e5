import { readBackupState } from '../backup/backup-state.ts'
import type { BackupFacts } from './check.ts'

/** What the doctor asks of the backups in a folder (BACKUP_DIR); null when none are taken from here. Instants in epoch ms. */
export async function readBackupFacts(folder: string | null): Promise<BackupFacts | null> {
  if (folder === null) return null
  const { lastBackupAt, lastCheckedAt, lastCheck } = await readBackupState(folder)
  return { lastBackupAt: instant(lastBackupAt), lastCheckedAt: instant(lastCheckedAt), lastCheck }
}

function instant(text: string | null): number | null {
  const at = text === null ? NaN : Date.parse(text)
  return Number.isNaN(at) ? null : at
}
