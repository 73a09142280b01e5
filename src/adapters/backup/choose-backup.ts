import type { BackupKey } from './backup-key.ts'
import { followJournal, leadsTo, listJournal, pieceAt, readLine, readSegment, sealedName } from './journal.ts'
import { listBackups, proveBackup, readManifest, type Manifest } from './manifest.ts'
import { headOf, proveFile } from './sealed-file.ts'

/** A backup with the journal that goes on from it. */
export type Chosen = {
  readonly manifest: Manifest
  readonly pieces: readonly string[]
  /** Until when the journal goes (epoch ms). */
  readonly coveredTo: number
}

/**
 * Finds the backup to begin from: the last one finished before the instant that is asked for (epoch ms; null: all there is),
 * or the one that is named. Reads all of it and of the journal after it, and throws a sentence when anything is missing,
 * changed or cut: nothing has been touched then.
 */
export async function chooseBackup(options: { readonly folder: string; readonly key: BackupKey; readonly to: number | null; readonly backup: string | null }): Promise<Chosen> {
  const { folder, key, to } = options
  const names = await listJournal(folder)
  const line = await readLine(folder, key, names)
  const manifest = await findManifest(options, (each) => leadsTo(line, each.timeline, each.until))
  await proveBackup(folder, manifest)
  for (const name of Object.keys(manifest.files)) await proveFile(folder, key, `backups/${manifest.id}/${name}`)
  const { pieces, gap } = followJournal(names, line, pieceAt(manifest.from))
  const last = pieces.at(-1)
  if (last === undefined || readSegment(last).number < pieceAt(manifest.until)) throw new Error(`The journal of the backup ${manifest.id} is not whole: its first pieces are missing. Name another one with --backup.`)
  let coveredTo = 0
  for (const piece of pieces) {
    await proveFile(folder, key, sealedName(piece))
    coveredTo = (await headOf(folder, sealedName(piece))).at
    // What was written after the instant that is asked for is not read, so it may be damaged.
    if (to !== null && coveredTo > to && readSegment(piece).number > pieceAt(manifest.until)) break
  }
  if (gap !== null && (to === null || to > coveredTo)) throw new Error(`The journal has a gap: the piece ${gap} is missing, although later ones are there. A restore can go until ${new Date(coveredTo).toISOString()}: ask for that with --to.`)
  return { manifest, pieces, coveredTo }
}

async function findManifest({ folder, key, to, backup }: Parameters<typeof chooseBackup>[0], leads: (manifest: Manifest) => boolean): Promise<Manifest> {
  const ids = await listBackups(folder)
  if (ids.length === 0) throw new Error(`There is no finished backup in ${folder}.`)
  if (backup !== null) {
    if (!ids.includes(backup)) throw new Error(`There is no backup ${backup} in ${folder}. There are: ${ids.join(', ')}.`)
    return fits(await readManifest(folder, key, backup), to)
  }
  for (const id of ids.toReversed()) {
    const manifest = await readManifest(folder, key, id)
    if (leads(manifest) && (to === null || Date.parse(manifest.finishedAt) <= to)) return manifest
  }
  throw new Error(`There is no backup from before ${to === null ? 'the last restore' : new Date(to).toISOString()}. The oldest is ${ids[0]}.`)
}

function fits(manifest: Manifest, to: number | null): Manifest {
  if (to !== null && Date.parse(manifest.finishedAt) > to) throw new Error(`The backup ${manifest.id} was finished at ${manifest.finishedAt}, after the instant that you ask for. Name an older one.`)
  return manifest
}
