import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from './write-whole.ts'

/** How the backups of an office stand. All instants are ISO 8601 in UTC; null where it never happened. */
export type BackupState = {
  /** When the last whole backup was finished. */
  readonly lastBackupAt: string | null
  /** When a backup was last brought back into a scratch server, and what came of it. */
  readonly lastCheckedAt: string | null
  readonly lastCheck: 'ok' | 'failed' | null
  /** Why the last check failed, in plain words without personal data. */
  readonly lastProblem: string | null
  /** When the last piece of the database's journal was put into the backup. */
  readonly lastArchivedAt: string | null
  /** Up to which instant the journal in the backup reaches: what happened later would be lost with the disk. */
  readonly archivedTo: string | null
}

const nothing: BackupState = { lastBackupAt: null, lastCheckedAt: null, lastCheck: null, lastProblem: null, lastArchivedAt: null, archivedTo: null }

/** Each writer has a file of its own, so that two that write at once lose nothing. */
export type StatePart =
  | { readonly backup: Pick<BackupState, 'lastBackupAt'> }
  | { readonly check: Pick<BackupState, 'lastCheckedAt' | 'lastCheck' | 'lastProblem'> }
  | { readonly archive: Pick<BackupState, 'lastArchivedAt' | 'archivedTo'> }

const parts = ['backup', 'check', 'archive'] as const

/** Reads how the backups in a backup folder (BACKUP_DIR) stand. A folder without backups, or none at all, is all null. */
export async function readBackupState(folder: string): Promise<BackupState> {
  const read = await Promise.all(parts.map((part) => readFile(pathOf(folder, part), 'utf8').then(parse, () => ({}))))
  return Object.assign({ ...nothing }, ...read) as BackupState
}

/** Keeps one part of it, whole or not at all. */
export async function writeBackupState(folder: string, part: StatePart): Promise<void> {
  await mkdir(join(folder, 'state'), { recursive: true, mode: 0o700 })
  for (const [name, facts] of Object.entries(part)) await writeWhole(pathOf(folder, name), `${JSON.stringify(facts)}\n`)
}

const pathOf = (folder: string, part: string) => join(folder, 'state', `${part}.json`)

/** A file that something else damaged says nothing: the next write mends it. */
function parse(text: string): Partial<BackupState> {
  try {
    const read: unknown = JSON.parse(text)
    return typeof read === 'object' && read !== null ? read : {}
  } catch {
    return {}
  }
}
