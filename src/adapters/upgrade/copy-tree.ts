import { constants } from 'node:fs'
import { chmod, chown, copyFile, link, lstat, mkdir, open, readdir, readlink, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder } from '../backup/write-whole.ts'

type How = {
  /** Names that are left out, by their path from the top. */
  readonly without?: (path: string) => boolean
  /** Safe from a power cut when this ends. */
  readonly durable?: boolean
  /** One content under two names, for what nobody writes into: programs. A disk that can't do that gets copies. */
  readonly linked?: boolean
}

/** Copies a folder or a file with owners and rights, sharing blocks where the disk can. */
export async function copyTree(from: string, to: string, how: How = {}, path = ''): Promise<void> {
  const found = await lstat(from)
  if (found.isSymbolicLink()) return symlink(await readlink(from), to)
  if (found.isDirectory()) {
    await mkdir(to, { recursive: true, mode: 0o700 })
    const names = (await readdir(from)).filter((name) => !how.without?.(join(path, name)))
    for (let at = 0; at < names.length; at += 16)
      await Promise.all(names.slice(at, at + 16).map((name) => copyTree(join(from, name), join(to, name), how, join(path, name))))
    if (how.durable) await syncFolder(to)
  } else if (found.isFile()) {
    if (how.linked && (await link(from, to).then(() => true, () => false))) return
    await copyFile(from, to, constants.COPYFILE_FICLONE)
    if (how.durable) await syncFile(to)
  } else return
  if (process.getuid?.() === 0) await chown(to, found.uid, found.gid)
  await chmod(to, found.mode & 0o7777)
}

/** Bytes of a folder or a file with all that is in it; 0 when it is not there. */
export async function sizeOf(path: string): Promise<number> {
  const found = await lstat(path).catch(() => null)
  if (!found?.isDirectory()) return found?.size ?? 0
  let sum = 0
  for (const name of await readdir(path).catch(() => [])) sum += await sizeOf(join(path, name))
  return sum
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
