import { access, constants, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const busy = 5
/** One that was just told to go may need a moment to be gone. */
const patienceMs = 500

/**
 * Keeps a second office off a data folder: throws a sentence when another one holds it. Gives how to let go.
 *
 * The lock is the operating system's own, taken through SQLite on an empty file: it ends with the process however that
 * ends, so there is no stale lock and no process number that could belong to someone else by now. (Such a lock also ends
 * when the same process opens and closes the file in another way: leave `lock` alone.)
 */
export async function lockFolder(dir: string): Promise<() => Promise<void>> {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  await access(dir, constants.R_OK | constants.W_OK | constants.X_OK).catch((error: unknown) => {
    throw new Error(`This user can not write in ${dir}. Start the office as the one it belongs to, or set DATA_DIR to another folder.`, { cause: error })
  })
  const note = join(dir, 'in-use-by')
  const lock = new DatabaseSync(join(dir, 'lock'), { timeout: patienceMs })
  try {
    lock.exec('pragma locking_mode = exclusive; pragma journal_mode = memory; begin exclusive')
  } catch (error) {
    lock.close()
    if ((error as { errcode?: number }).errcode !== busy) throw new Error(`${join(dir, 'lock')} can not be locked: ${(error as Error).message}.`, { cause: error })
    const holder = (await readFile(note, 'utf8').catch(() => '')).trim()
    throw new Error(`Another office${holder ? ` (process ${holder})` : ''} already uses ${dir}. Stop it first, or set DATA_DIR to another folder.`, { cause: error })
  }
  await writeFile(note, `${process.pid}\n`, { mode: 0o600 })
  return async () => {
    if (!lock.isOpen) return
    await rm(note, { force: true })
    lock.close()
  }
}
