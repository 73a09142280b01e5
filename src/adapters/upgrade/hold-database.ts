import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findBinaries } from '../postgres/embedded/binaries.ts'
import { lockFolder } from '../postgres/embedded/lock-folder.ts'
import { serverUser } from '../postgres/embedded/server-user.ts'
import { stopOrphan } from '../postgres/embedded/stop-orphan.ts'

const patienceMs = 60_000

/** Locks a folder as soon as whoever has it lets go; throws their sentence when that takes too long. */
export async function lockWhenFree(dir: string, ms: number): Promise<() => Promise<void>> {
  for (const until = performance.now() + ms; ; await sleep(500)) {
    try {
      return await lockFolder(dir)
    } catch (error) {
      if (performance.now() > until) throw error
    }
  }
}

/**
 * Sees that no server runs on the database's folder `dir`, and that none can be started, until what it gives is called. A
 * trial whose parent was killed ends by itself; it is waited for. Throws a sentence when somebody keeps the folder.
 */
export async function holdDatabase(dir: string, say: (sentence: string) => void): Promise<() => Promise<void>> {
  const unlock = await lockWhenFree(dir, patienceMs)
  try {
    const cluster = join(dir, 'cluster')
    if (await access(join(cluster, 'PG_VERSION')).then(() => true, () => false))
      await stopOrphan(cluster, serverUser({ dir, cluster, made: true, binaries: findBinaries(), log: say }), say)
    return unlock
  } catch (error) {
    await unlock()
    throw error
  }
}
