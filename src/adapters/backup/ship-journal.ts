import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { FilesAway } from '../../usecases/files-away.ts'
import type { BackupKey } from './backup-key.ts'
import { writeBackupState } from './backup-state.ts'
import { isHistory, isSegment, listJournal, sealedName } from './journal.ts'
import type { Mirror } from './mirror-files.ts'
import { proveFile, sealFile } from './sealed-file.ts'

export type Shipping = {
  /** From where the database hands out its journal. */
  readonly outbox: string
  readonly folder: string
  readonly key: BackupKey
  readonly mirror: Mirror
}

const between = 2_000
const staleMs = 3_600_000

/**
 * Takes the finished pieces of the journal from the outbox into the backup, oldest first. The documents go before: a
 * document is on the disk before the row that refers to it is committed, so whatever a piece in the backup speaks of is
 * there too. Two that ship at once do no harm: what the other one took first is passed by. Gives how many pieces went; throws when a piece is there with other content.
 */
export async function shipJournal({ outbox, folder, key, mirror }: Shipping): Promise<number> {
  const names = (await readdir(outbox).catch(() => [])).sort()
  const pieces = names.filter((name) => isSegment(name) || isHistory(name))
  if (pieces.length > 0) {
    await shipHistories(outbox, folder, key)
    // A bucket that is away takes no new documents either: the journal is not held up by it. The next whole backup has to have them all.
    await mirror.copyNew().catch((error: unknown) => {
      if (!(error instanceof FilesAway)) throw error
    })
  }
  let shipped = 0
  for (const name of pieces) {
    const path = join(outbox, name)
    const found = await stat(path).catch(() => null)
    if (!found) continue
    try {
      const head = { name: sealedName(name), at: Math.round(found.mtimeMs) }
      if ((await sealFile(folder, key, head, createReadStream(path), { once: true })) === null) await sameAsBefore(folder, key, name, path)
    } catch (error) {
      if (await stat(path).then(() => false, () => true)) continue
      throw error
    }
    await rm(path, { force: true })
    shipped += 1
    if (isSegment(name)) await writeBackupState(folder, { archive: { lastArchivedAt: new Date().toISOString(), archivedTo: found.mtime.toISOString() } })
  }
  for (const name of names) if (!pieces.includes(name)) await clearAway(join(outbox, name), name)
  return shipped
}

/** Ships every few seconds until stopped; stopping ships once more. What fails is said once and tried again. */
export function keepShipping(shipping: Shipping, log: (sentence: string) => void): { stop(): Promise<void> } {
  const stopping = new AbortController()
  let said = ''
  const attempt = async () => {
    try {
      await shipJournal(shipping)
      said = ''
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error)
      if (problem !== said) log(`The journal could not be put into the backup at ${shipping.folder}: ${problem} It waits, and is tried again.`)
      said = problem
    }
  }
  const running = (async () => {
    while (!stopping.signal.aborted) {
      await attempt()
      await sleep(between, null, { signal: stopping.signal, ref: false }).catch(() => undefined)
    }
  })()
  return {
    stop: async () => {
      stopping.abort()
      await running
      await attempt()
    },
  }
}

/** An office that was restored and then open for a while without backups has handed out no history: without it a later restore would follow the lost one. */
async function shipHistories(outbox: string, folder: string, key: BackupKey): Promise<void> {
  const journal = join(dirname(outbox), 'cluster/pg_wal')
  const there = new Set(await listJournal(folder))
  for (const name of await readdir(journal).catch(() => []))
    if (isHistory(name) && !there.has(name)) await sealFile(folder, key, { name: sealedName(name), at: Date.now() }, createReadStream(join(journal, name)), { once: true })
}

async function sameAsBefore(folder: string, key: BackupKey, name: string, path: string): Promise<void> {
  const now = createHash('sha256').update(await readFile(path)).digest('hex')
  if ((await proveFile(folder, key, sealedName(name))) !== now)
    throw new Error(`The piece ${name} of the journal is in the backup with other content: two databases use this backup folder. Give each office a BACKUP_DIR of its own.`)
}

/** Marks of backups and old ends of a timeline are of no use here; the draft of a running archive command is left alone. */
async function clearAway(path: string, name: string): Promise<void> {
  const found = await stat(path).catch(() => null)
  if (found && (!name.endsWith('.new') || Date.now() - found.mtimeMs > staleMs)) await rm(path, { force: true })
}
