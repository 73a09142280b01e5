import { setTimeout as sleep } from 'node:timers/promises'
import { openPool } from './connection.ts'
import { isMigrated } from './migrate.ts'

/** Whoever asks, a load balancer most of all, wants to know now. */
const answerMs = 2_000

type Ready = { readonly ok: boolean; readonly problems: readonly string[] }

/**
 * Says whether this node can serve. It has a connection of its own, so that a crowd that waits for the others does not make
 * a working office look dead. An office whose database takes no changes still serves everyone who reads: that is a problem
 * that it names, and no reason to send people away.
 */
export function openReadiness(url: string, brought: Parameters<typeof isMigrated>[1], writes: () => boolean): { ask(): Promise<Ready>; close(): Promise<void> } {
  const pool = openPool(url, 1)
  let asking: Promise<Ready> | null = null
  const ask = async (): Promise<Ready> => {
    try {
      if (!(await isMigrated(pool, brought))) return { ok: false, problems: ['The database is not migrated.'] }
      const { rows } = await pool.query<{ off: boolean }>("select current_setting('transaction_read_only') = 'on' as off")
      const closed = rows[0]?.off === true || !writes()
      return { ok: true, problems: closed ? ['The database takes no changes: people can read, and send nothing.'] : [] }
    } catch {
      return away
    }
  }
  return {
    ask: () => {
      asking ??= ask().finally(() => (asking = null))
      return Promise.race([asking, sleep(answerMs, away, { ref: false })])
    },
    close: () => pool.end(),
  }
}

const away: Ready = { ok: false, problems: ['The database can not be reached.'] }
