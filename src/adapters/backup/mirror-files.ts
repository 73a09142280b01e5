import { createReadStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import type { Bucket } from '../files/bucket.ts'
import type { BackupKey } from './backup-key.ts'
import { sealFile } from './sealed-file.ts'

/** Where a stored document lies in a backup, and where it goes once the office has it no more. */
export const mirroredName = (ref: string) => `files/${ref.slice(0, 2)}/${ref.slice(2, 4)}/${ref}`
export const formerName = (ref: string) => `former-files/${ref.slice(0, 2)}/${ref.slice(2, 4)}/${ref}`

const twoLetters = /^[0-9a-f]{2}$/
const refPattern = /^[0-9a-f]{32}$/

/** Where an office keeps its documents: a folder, or a bucket. */
export type Documents = string | Bucket

export type Mirror = {
  /** Copies the documents that are new since the last time. Gives how many. */
  copyNew(): Promise<number>
}

/**
 * Copies the office's stored documents into a backup folder. A document is written once under a random name and never
 * changed, so what is there already is not looked at again; a folder that nothing was added to is passed by.
 */
export function openMirror(options: { readonly files: Documents; readonly folder: string; readonly key: BackupKey }): Mirror {
  const { files, folder, key } = options
  return typeof files === 'string' ? openFolderMirror(files, folder, key) : openBucketMirror(files, folder, key)
}

function openFolderMirror(files: string, folder: string, key: BackupKey): Mirror {
  const seen = new Map<string, number>()
  return {
    copyNew: async () => {
      let copied = 0
      for (const place of await leaves(files)) {
        const { mtimeMs } = await stat(join(files, place)).catch(() => ({ mtimeMs: 0 }))
        if (seen.get(place) === mtimeMs) continue
        const there = new Set(await names(join(folder, 'files', place), refPattern))
        for (const ref of await names(join(files, place), refPattern)) if (!there.has(ref) && (await copyDocument(ref))) copied += 1
        // A clock can be coarse: a folder that was just changed is looked at once more.
        if (Date.now() - mtimeMs > 5_000) seen.set(place, mtimeMs)
      }
      return copied
    },
  }

  async function copyDocument(ref: string): Promise<boolean> {
    const path = join(files, ref.slice(0, 2), ref.slice(2, 4), ref)
    const found = await stat(path).catch(() => null)
    // Swept away between the listing and now: nobody referred to it.
    if (!found) return false
    return (await sealFile(folder, key, { name: mirroredName(ref), at: Math.round(found.mtimeMs) }, createReadStream(path), { once: true })) !== null
  }
}

/** The same from a bucket, sealed as the documents lie there. A bucket is listed each time: it has no folders that tell whether anything is new. */
function openBucketMirror(bucket: Bucket, folder: string, key: BackupKey): Mirror {
  let known: Set<string> | null = null
  return {
    copyNew: async () => {
      known ??= new Set((await Array.fromAsync(refsIn(join(folder, 'files')))).flat())
      let copied = 0
      for await (const found of bucket.list())
        for (const { ref, at } of found) {
          if (known.has(ref)) continue
          const sealed = await bucket.get(ref)
          if (sealed !== null && (await sealFile(folder, key, { name: mirroredName(ref), at }, Readable.from([sealed]), { once: true })) !== null) copied += 1
          known.add(ref)
        }
      return copied
    },
  }
}

/**
 * Sets aside the copies of documents that the office has no more (their restore may still be asked for), and removes those
 * set aside before an instant (epoch ms). Gives how many were removed.
 */
export async function thinMirror(options: { readonly files: Documents; readonly folder: string; readonly before: number; readonly now: number }): Promise<number> {
  const { files, folder, before, now } = options
  const inBucket = typeof files === 'string' ? null : new Set((await Array.fromAsync(files.list())).flat().map(({ ref }) => ref))
  for (const place of await leaves(join(folder, 'files'))) {
    const living = inBucket ?? new Set(await names(join(files as string, place), refPattern))
    for (const ref of await names(join(folder, 'files', place), refPattern)) if (!living.has(ref)) await setAside(folder, ref, now)
  }
  let removed = 0
  for (const place of await leaves(join(folder, 'former-files')))
    for (const ref of await names(join(folder, 'former-files', place), refPattern)) {
      const path = join(folder, formerName(ref))
      if ((await stat(path)).mtimeMs >= before) continue
      await rm(path, { force: true })
      removed += 1
    }
  return removed
}

/** The references of all documents in a backup folder, those set aside too, in portions. */
export async function* mirroredRefs(folder: string): AsyncGenerator<readonly string[]> {
  for (const store of ['files', 'former-files']) yield* refsIn(join(folder, store))
}

async function* refsIn(store: string): AsyncGenerator<readonly string[]> {
  for (const place of await leaves(store)) {
    const refs = await names(join(store, place), refPattern)
    if (refs.length > 0) yield refs
  }
}

async function setAside(folder: string, ref: string, now: number): Promise<void> {
  const place = join(folder, formerName(ref))
  await mkdir(dirname(place), { recursive: true, mode: 0o700 })
  await utimes(join(folder, mirroredName(ref)), new Date(now), new Date(now))
  await rename(join(folder, mirroredName(ref)), place)
}

/** The two levels of folders below a store of documents, such as `0a/ff`. */
async function leaves(store: string): Promise<readonly string[]> {
  const found: string[] = []
  for (const first of await names(store, twoLetters)) for (const second of await names(join(store, first), twoLetters)) found.push(`${first}/${second}`)
  return found
}

async function names(folder: string, pattern: RegExp): Promise<readonly string[]> {
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return []
    throw error
  })
  return entries.filter((name) => pattern.test(name))
}
