import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { FilesAway } from '../../usecases/files-away.ts'
import type { DataKey } from '../keys/keyring.ts'
import { openBox, sealBox } from '../keys/sealed-box.ts'
import { sweepFolder, type AskReferenced } from './sweep-folder.ts'


/**
 * Documents on the disk, each encrypted with the key of its case. A ref is random and says nothing: no name, number or
 * order of arrival of anybody is in a path.
 *
 * A file is stored before the transaction that refers to it, so that a committed row always has its file. A transaction that
 * fails leaves a file that nobody refers to; `sweep` takes those away.
 */
export type FileStore = {
  /** Returns once the bytes are safe. Throws FilesAway when there is no room, or nobody who takes them. `size` and `sha256` (hex) are of the plain bytes: never put that hash into an event. */
  put(key: DataKey, bytes: Uint8Array): Promise<{ readonly ref: string; readonly size: number; readonly sha256: string }>
  /** The plain bytes. Throws when the file is missing, was changed, was swapped for another, or the key is another one. */
  get(key: DataKey, ref: string): Promise<Buffer>
  /** No error when it is gone already. */
  remove(ref: string): Promise<void>
  /**
   * Takes away unfinished uploads and files without reference, both only when older than `olderThanMs` at `now` (epoch ms).
   * Give uploads in progress time to commit: an hour or more. Returns how many files went.
   */
  sweep(isReferenced: AskReferenced, olderThanMs: number, now: number): Promise<number>
}

/** The disk is full, over its quota, broken, or was made read-only. */
const noRoom = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO'])
const refPattern = /^[0-9a-f]{32}$/

/** Opens the store in a folder, made (0700) when missing. */
export async function openFileStore(dir: string): Promise<FileStore> {
  const unfinished = join(dir, 'unfinished')
  await mkdir(unfinished, { recursive: true, mode: 0o700 })
  return {
    put: async (key, bytes) => {
      const ref = randomBytes(16).toString('hex')
      const path = pathOf(dir, ref)
      const draft = join(unfinished, ref)
      try {
        await writeSafely(draft, sealBox(key, bytes, ref))
        await makeFolder(dirname(path))
        await rename(draft, path)
      } catch (error) {
        await rm(draft, { force: true })
        throw noRoom.has((error as NodeJS.ErrnoException).code ?? '') ? new FilesAway(error) : error
      }
      await syncFolder(dirname(path))
      return { ref, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
    },
    get: async (key, ref) => openBox(key, await readFile(pathOf(dir, ref)), ref),
    remove: (ref) => rm(pathOf(dir, ref), { force: true }),
    sweep: async (isReferenced, olderThanMs, now) => {
      const before = now - olderThanMs
      const nobody = async () => new Set<string>()
      return (await sweepFolder(unfinished, 0, before, nobody)) + (await sweepFolder(dir, 2, before, isReferenced))
    },
  }
}

/** Two levels of 256 folders keep each folder small at tens of millions of files. */
function pathOf(dir: string, ref: string): string {
  if (!refPattern.test(ref)) throw new Error('This is not a reference of the document store.')
  return join(dir, ref.slice(0, 2), ref.slice(2, 4), ref)
}

async function writeSafely(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Makes a folder so that a power cut can't forget it: each new folder's name is safe once its parent is synced. */
async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 })
  if (first === undefined) return
  for (let made = path; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made))
}

/** Without this a power cut could forget the name although the content is safe. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
