import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Runner, RunnerOptions, WorkerEvents } from 'graphile-worker'
import type { Connection } from '../postgres/connection.ts'
import { forgetPool, giveBack, jobsOf, tellAlive } from './lost-jobs.ts'

export const beatMs = 5_000
const longestPause = 10_000

export type KeptAtWork = {
  /** Whether the database took the last sign of life: it is a change like any other. Null before the first. */
  writes(): boolean | null
  /** Lets running jobs end, and begins no new ones. */
  stop(): Promise<void>
}

/**
 * Keeps a pool of workers at work through whatever happens to the database. The library ends a pool that could not write
 * down what became of a job; then its jobs are given back and a new one begins. Jobs that were handed out over a line that
 * broke before they arrived, and those of pools that died with their node, go back too: nothing waits for the four hours
 * after which the library would look. Throws when the first pool can not begin.
 */
export async function keepAtWork(
  db: Connection,
  begin: (events: NonNullable<RunnerOptions['events']>) => Promise<Runner>,
  report: (facts: object, words: string) => void,
): Promise<KeptAtWork> {
  let stopping = false
  let wrote: boolean | null = null
  const ended = new AbortController()

  const work = async (): Promise<Pool> => {
    const events = new EventEmitter() as WorkerEvents
    const pool: Pool = { id: '', doing: new Set(), suspects: new Set(), runner: null }
    events.on('pool:create', ({ workerPool }) => (pool.id = workerPool.id))
    events.on('job:start', ({ job }) => pool.doing.add(String(job.id)))
    events.on('job:complete', ({ job }) => pool.doing.delete(String(job.id)))
    pool.runner = await begin(events)
    return pool
  }
  let pool = await work()

  const keep = async () => {
    let pause = 100
    while (!stopping) {
      await pool.runner?.promise.catch(() => undefined)
      if (stopping) return
      report({}, 'The jobs stopped: going on with them')
      const old = pool.id
      for (;;) {
        await sleep(pause, undefined, { signal: ended.signal, ref: false }).catch(() => undefined)
        if (stopping) return
        pause = Math.min(pause * 2, longestPause)
        try {
          await forgetPool(db, old)
          pool = await work()
          pause = 100
          break
        } catch {
          report({}, 'The jobs can not go on yet; trying again')
        }
      }
    }
  }
  const beat = async () => {
    while (!stopping) {
      try {
        const taken = await tellAlive(db, pool.id)
        wrote = true
        if (taken > 0) report({ jobs: taken }, 'Took over jobs of a node that is gone')
        await giveBackLost(db, pool)
      } catch {
        wrote = false
      }
      await sleep(beatMs, undefined, { signal: ended.signal, ref: false }).catch(() => undefined)
    }
  }
  const keeping = keep()
  const beating = beat()
  return {
    writes: () => wrote,
    stop: async () => {
      stopping = true
      ended.abort()
      await pool.runner?.stop().catch(() => undefined)
      await Promise.all([keeping, beating])
      await forgetPool(db, pool.id).catch(() => undefined)
    },
  }
}

type Pool = { id: string; readonly doing: Set<string>; suspects: ReadonlySet<string>; runner: Runner | null }

/** A job that twice in a row was neither done here nor written down as done never arrived here. */
async function giveBackLost(db: Connection, pool: Pool): Promise<void> {
  const idle = (await jobsOf(db, pool.id)).filter((job) => !pool.doing.has(job))
  await giveBack(db, pool.id, idle.filter((job) => pool.suspects.has(job)))
  pool.suspects = new Set(idle)
}
