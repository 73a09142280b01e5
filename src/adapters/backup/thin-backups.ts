import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { BackupKey } from './backup-key.ts'
import { isSegment, listJournal, pieceAt, readSegment, sealedName } from './journal.ts'
import { backupsFolder, folderOf, listBackups, readManifest, unfinished, type Manifest } from './manifest.ts'
import { thinMirror, type Documents } from './mirror-files.ts'

const fewest = 2
const dayMs = 86_400_000

/** Which backups stay: every one of the last days, the last one before them (so that each second of those days can be reached), and two in any case. */
export function toKeep<Each extends Pick<Manifest, 'finishedAt'>>(oldestFirst: readonly Each[], keepDays: number, now: number): readonly Each[] {
  const since = now - keepDays * dayMs
  const before = oldestFirst.findLastIndex(({ finishedAt }) => Date.parse(finishedAt) < since)
  return oldestFirst.slice(Math.max(0, Math.min(before, oldestFirst.length - fewest)))
}

/** Removes backups that are too old, the journal that none of the others needs, and documents that only those knew. */
export async function thinBackups(options: { readonly folder: string; readonly key: BackupKey; readonly files: Documents; readonly keepDays: number; readonly now: number }): Promise<void> {
  const { folder, key, files, keepDays, now } = options
  const manifests = await Promise.all((await listBackups(folder)).map((id) => readManifest(folder, key, id)))
  const kept = toKeep(manifests, keepDays, now)
  for (const { id } of manifests.filter((each) => !kept.includes(each))) {
    const doomed = join(folder, backupsFolder, `${unfinished}${id}`)
    await rename(join(folder, folderOf(id)), doomed)
    await rm(doomed, { recursive: true, force: true })
  }
  if (kept.length === 0) return
  const first = Math.min(...kept.map(({ from }) => pieceAt(from)))
  for (const name of await listJournal(folder)) if (isSegment(name) && readSegment(name).number < first) await rm(join(folder, sealedName(name)), { force: true })
  await thinMirror({ files, folder, before: Math.min(...kept.map(({ startedAt }) => Date.parse(startedAt))), now })
}
