import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Keeps a second office off a data folder. Throws a sentence when a living process holds it; the lock of one that was
 * killed counts for nothing, also when its number was given to another process since. Gives how to let go.
 */
export async function lockFolder(dir: string): Promise<() => Promise<void>> {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const path = join(dir, 'in-use-by')
  const mine = `${process.pid} ${await bornAt(process.pid)}`
  for (let attempt = 0; ; attempt++) {
    try {
      await writeFile(path, mine, { flag: 'wx', mode: 0o600 })
      return () => rm(path, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 3) throw error
    }
    const [pid = '', born = ''] = (await readFile(path, 'utf8').catch(() => '')).split(' ')
    if (Number(pid) > 0 && (await isAlive(Number(pid), born)))
      throw new Error(`Another office (process ${pid}) already uses ${dir}. Stop it first, or set DATA_DIR to another folder.`)
    await rm(path, { force: true })
  }
}

async function isAlive(pid: number, born: string): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  return (await bornAt(pid)) === born
}

/** When a process was started, in the system's own ticks; the same for all where the system does not tell. */
async function bornAt(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0'
}
