import { randomBytes } from 'node:crypto'
import { link, open, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Writes a file that must appear whole or not at all, and never replace one that is already there.
 *
 * The text goes to a name of its own first, is pushed to the disk, and only then gets its real name by a hard
 * link, which fails when the name is taken. So a process killed midway leaves at most a stray `.new` file
 * that nobody reads, and of two processes that start at once one wins and the other goes on with the winner's
 * file.
 *
 * Returns 'written', or 'there' when the file existed already. The file can be read by its owner only.
 */
export async function writeOnce(path: string, content: string): Promise<'written' | 'there'> {
  const draft = `${path}.${randomBytes(6).toString('hex')}.new`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  try {
    await link(draft, path)
    await syncDirectory(dirname(path))
    return 'written'
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return 'there'
    throw error
  } finally {
    await unlink(draft)
  }
}

/** Without this a power cut could forget the name although the content is safe. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}
