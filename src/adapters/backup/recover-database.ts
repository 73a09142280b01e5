import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nodeCommand } from '../postgres/embedded/archive-settings.ts'
import { findBinaries } from '../postgres/embedded/binaries.ts'
import { isMade } from '../postgres/embedded/make-cluster.ts'
import { runServer, stopServer } from '../postgres/embedded/run-server.ts'
import { letPass, serverUser } from '../postgres/embedded/server-user.ts'
import type { BackupKey } from './backup-key.ts'
import type { Chosen } from './choose-backup.ts'
import { unpackFolder } from './folder-archive.ts'
import { isHistory, isSegment, listJournal, readPiece } from './journal.ts'
import { folderOf } from './manifest.ts'
import { openFile } from './sealed-file.ts'
import { serveJournal } from './serve-journal.ts'

/** Until where: all there is, an instant (epoch ms, what was committed at it included), or a mark set in the database. */
export type Target = { readonly kind: 'all' } | { readonly kind: 'time'; readonly at: number } | { readonly kind: 'mark'; readonly name: string }

const script = fileURLToPath(new URL('./fetch-segment.ts', import.meta.url))
const longest = 24 * 3_600_000

/**
 * Unpacks the database of a backup into a new folder `dir` and lets PostgreSQL read the journal up to the target; then stops
 * it again: an ordinary cluster is left, on a timeline of its own. `scratch` gives up durability. Throws a sentence.
 */
export async function recoverDatabase(options: {
  readonly folder: string
  readonly key: BackupKey
  readonly chosen: Chosen
  readonly dir: string
  readonly target: Target
  readonly scratch: boolean
  readonly log: (sentence: string) => void
}): Promise<void> {
  const { folder, key, chosen, dir, target, scratch, log } = options
  const cluster = join(dir, 'cluster')
  await mkdir(cluster, { recursive: true, mode: 0o700 })
  const name = `${folderOf(chosen.manifest.id)}/database.tar.gz.sealed`
  const { sink, done } = unpackFolder(cluster)
  await openFile(folder, key, name, sink)
  await done
  await writeFile(join(cluster, 'recovery.signal'), '')
  letPass(dir)
  const binaries = findBinaries()
  await isMade(cluster, binaries)
  const user = serverUser({ dir, cluster, made: true, binaries, log })
  const known = new Set(await listJournal(folder))
  const journal = await serveJournal(async (piece) => ((isSegment(piece) || isHistory(piece)) && known.has(piece) ? readPiece(folder, key, piece) : null))
  const read = async (until: Target) => {
    const settings = {
      restore_command: [...nodeCommand(script), journal.address, '%f', '"%p"'].join(' '),
      hot_standby: 'off', recovery_target_timeline: 'latest', recovery_target_action: 'promote', ...stopAt(until),
      // Kept until the office is opened and hands them out: a later restore has to know that a new timeline began here.
      ...(scratch ? { archive_mode: 'off' } : { archive_mode: 'on', archive_command: '' }),
    }
    const server = await runServer({ dir, cluster, postgres: binaries.postgres, user, fast: scratch, log: () => undefined, settings, patience: longest })
    await stopServer(server.process)
  }
  try {
    await read(target).catch(async (error: unknown) => {
      if (!(error instanceof Error) || !/recovery ended before/.test(error.message) || target.kind !== 'time') throw error
      // Nothing was committed after the instant. That is proven only as far as the journal goes.
      if (target.at > chosen.coveredTo) throw new Error(`The journal in the backup goes only until ${new Date(chosen.coveredTo).toISOString()}. Ask for that instant, or leave out --to and get all there is.`, { cause: error })
      await read({ kind: 'all' })
    })
  } finally {
    await journal.stop()
  }
}

function stopAt(target: Target): Readonly<Record<string, string>> {
  // A zone by number: its letters are not known yet when this setting is read.
  if (target.kind === 'time') return { recovery_target_time: new Date(target.at).toISOString().replace('T', ' ').replace('Z', '+00'), recovery_target_inclusive: 'on' }
  return target.kind === 'mark' ? { recovery_target_name: target.name } : {}
}
