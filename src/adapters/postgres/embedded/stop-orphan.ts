import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Ends a database server that outlived the office which started it, and clears away the mark of one that was killed: its
 * number may belong to any other process by now, and PostgreSQL would not start beside it.
 */
export async function stopOrphan(cluster: string, log: (sentence: string) => void): Promise<void> {
  const mark = join(cluster, 'postmaster.pid')
  const pid = Number((await readFile(mark, 'utf8').catch(() => '')).split('\n')[0])
  if (!(pid > 0)) return
  if (!(await isServerOf(pid, cluster))) {
    await rm(mark, { force: true })
    return
  }
  log('Stopping a database server that was left running.')
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    send(pid, signal)
    for (let wait = 0; wait < 100; wait++) {
      if (!(await isServerOf(pid, cluster))) return
      await sleep(50)
    }
  }
}

async function isServerOf(pid: number, cluster: string): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null)
  if (command !== null) return command.includes('postgres') && command.includes(cluster)
  // Where processes can't be looked at (macOS), a living one with this number is taken for ours.
  return process.platform !== 'linux' && send(pid, 0)
}

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}
