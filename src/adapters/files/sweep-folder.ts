import { opendir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

const batchSize = 500

/** Tells which of these refs the database knows. */
export type AskReferenced = (refs: string[]) => Promise<Set<string>>

/**
 * Removes the files of the store below a folder that were last written before an instant (epoch ms) and that nobody refers to.
 * `depth` is the number of levels of two-letter folders. Anything that is not named like a file of the store is left alone.
 */
export async function sweepFolder(path: string, depth: number, before: number, isReferenced: AskReferenced): Promise<number> {
  let removed = 0
  let batch: string[] = []
  const flush = async () => {
    if (batch.length === 0) return
    const kept = await isReferenced(batch)
    for (const ref of batch.filter((ref) => !kept.has(ref))) {
      await rm(join(path, ref), { force: true })
      removed += 1
    }
    batch = []
  }
  for await (const entry of await opendir(path)) {
    if (depth > 0) {
      if (entry.isDirectory() && /^[0-9a-f]{2}$/.test(entry.name))
        removed += await sweepFolder(join(path, entry.name), depth - 1, before, isReferenced)
      continue
    }
    if (!entry.isFile() || !/^[0-9a-f]{32}$/.test(entry.name)) continue
    if (await isOlder(join(path, entry.name), before)) batch.push(entry.name)
    if (batch.length === batchSize) await flush()
  }
  await flush()
  return removed
}

/** False for a file that was moved away meanwhile: an upload that has just been finished. */
async function isOlder(path: string, before: number): Promise<boolean> {
  const found = await stat(path).catch(() => null)
  return found !== null && found.mtimeMs < before
}
