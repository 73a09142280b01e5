import { lstat, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { syncFolder } from '../backup/write-whole.ts'
import { copyTree } from './copy-tree.ts'
import { copyFolder } from './upgrade-state.ts'

/**
 * What stays where it is. Documents are written once and never changed, so those that a version adds harm no other one; the
 * rest is scratch. The database's folder is taken by its parts: the lock in it has to stay.
 */
const left = new Set(['upgrade', 'files', 'restore-check', 'demo-mail', 'postgres', 'lost+found'])
const ofDatabase = ['postgres/cluster', 'postgres/passwords.json']

/** Everything that a version could change, by its place under DATA_DIR. */
export async function entriesOf(dataDir: string): Promise<readonly string[]> {
  const own = (await readdir(dataDir)).filter((name) => !left.has(name))
  const database = []
  for (const name of ofDatabase) if (await isThere(join(dataDir, name))) database.push(name)
  return [...own, ...database].sort()
}

/** Copies these beside, whole and safe from a power cut when it ends. The database must not run. */
export async function makeCopy(dataDir: string, entries: readonly string[]): Promise<void> {
  await dropCopy(dataDir)
  for (const entry of entries) {
    const to = join(copyFolder(dataDir), entry)
    await mkdir(dirname(to), { recursive: true, mode: 0o700 })
    await copyTree(join(dataDir, entry), to, { durable: true })
    await syncFolder(dirname(to))
  }
}

/**
 * Puts the copies in the place of what is there, and removes what was not there before. Cut anywhere it goes on when it is
 * called again: whatever has left the copy is in its place. The database must not run.
 */
export async function putBack(dataDir: string, entries: readonly string[]): Promise<void> {
  for (const entry of entries) {
    const [kept, place] = [join(copyFolder(dataDir), entry), join(dataDir, entry)]
    if (!(await isThere(kept))) continue
    await rm(place, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    await rename(kept, place)
    await syncFolder(dirname(place))
  }
  for (const entry of await entriesOf(dataDir)) if (!entries.includes(entry)) await rm(join(dataDir, entry), { recursive: true, force: true })
}

export async function dropCopy(dataDir: string): Promise<void> {
  await rm(copyFolder(dataDir), { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}

const isThere = (path: string) => lstat(path).then(() => true, () => false)
