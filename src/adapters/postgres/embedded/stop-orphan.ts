import { spawnSync } from 'node:child_process'
import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ServerUser } from './server-user.ts'

/**
 * Ends a database server, or single processes of one, that outlived the office which started it, and clears away the mark
 * of one that was killed: its number may belong to any other process by now, and PostgreSQL would not start beside it.
 * Call it only under the folder's lock. Throws a sentence when something can't be stopped: the mark then stays, because
 * two servers on one folder would ruin it.
 */
export async function stopOrphan(cluster: string, user: ServerUser, log: (sentence: string) => void): Promise<void> {
  const mark = join(cluster, 'postmaster.pid')
  const chief = Number((await readFile(mark, 'utf8').catch(() => '')).split('\n')[0])
  const place = { cluster, user, chief }
  const left = await findServer(place)
  if (left.length > 0) {
    log('Stopping a database server that was left running.')
    // A fast shutdown is for the chief to do. Without it, what is left can only be told to go.
    const orderly = left.includes(chief) && (await stopBy('SIGINT', 60_000, place, [chief]))
    if (!orderly && !(await stopBy('SIGQUIT', 3_000, place)) && !(await stopBy('SIGKILL', 5_000, place)))
      throw new Error(`A database server that was left running in ${cluster} (process ${left[0]}) can not be stopped. Stop it first.`)
  }
  await rm(mark, { force: true })
}

type Place = { readonly cluster: string; readonly user: ServerUser; readonly chief: number }

async function stopBy(signal: NodeJS.Signals, ms: number, place: Place, whom?: readonly number[]): Promise<boolean> {
  for (const pid of whom ?? (await findServer(place))) {
    try {
      process.kill(pid, signal)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EPERM')
        throw new Error(`A database server of another user still runs in ${place.cluster} (process ${pid}). Stop it first.`, { cause: error })
    }
  }
  for (let waited = 0; waited < ms; waited += 50) {
    if ((await findServer(place)).length === 0) return true
    await sleep(50)
  }
  return false
}

/** All processes of a server on this cluster. Where processes can't be looked at, only the chief that is on the mark. */
async function findServer({ cluster, user, chief }: Place): Promise<readonly number[]> {
  if (process.platform !== 'linux') {
    const command = chief > 0 ? spawnSync('ps', ['-o', 'command=', '-p', String(chief)], { encoding: 'utf8' }).stdout : ''
    return command?.includes('postgres') && command.includes(cluster) ? [chief] : []
  }
  const home = await stat(cluster).catch(() => null)
  if (!home) return []
  const found: number[] = []
  const closed: number[] = []
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name) || (await readFile(`/proc/${name}/comm`, 'utf8').catch(() => '')).trim() !== 'postgres') continue
    // Each of them works in the cluster's folder, by whatever path it was started and however it calls itself.
    const place = await stat(`/proc/${name}/cwd`).catch((error: NodeJS.ErrnoException) => error.code ?? null)
    if (place === 'EACCES') closed.push(Number(name))
    else if (place !== null && typeof place !== 'string' && place.dev === home.dev && place.ino === home.ino) found.push(Number(name))
  }
  return closed.length === 0 ? found : [...found, ...askAsServer(cluster, user, closed)]
}

/** Root of a container may not look into another user's processes: their own user may. */
function askAsServer(cluster: string, user: ServerUser, pids: readonly number[]): readonly number[] {
  const question = 'home=$1; shift; for pid; do [ "/proc/$pid/cwd" -ef "$home" ] && echo "$pid"; done; true'
  const [program, args, as] = user.launch('/bin/sh', ['-c', question, 'sh', cluster, ...pids.map(String)])
  const { stdout } = spawnSync(program, args, { ...as, cwd: '/', encoding: 'utf8' })
  return (stdout ?? '').split('\n').filter((line) => line !== '').map(Number)
}
