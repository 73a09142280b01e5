import pg from 'pg'
import { settingsOfOffice } from './connection.ts'
import { hostsOf } from './hosts-of.ts'

/** Standbys that answer what may be some seconds old. */
export type Replicas = {
  /** One that is at most `boundMs` behind, or, while the primary does not answer, one that was when it last did; null: ask the primary. */
  pick(): pg.Pool | null
  close(): Promise<void>
}

/** How old an answer may be. A permit that was revoked is shown as such at the latest after this time. */
const bound = 5_000
const lookMs = 1_000
const patienceMs = 2_000
/** More than these looks back the primary's place in its journal is not remembered. */
const remembered = 60

type Place = { readonly lsn: number; readonly at: number }
type Standby = { readonly pool: pg.Pool; /** Instant (steady, ms) up to which it is known to have everything; null: it is no standby, or away. */ upTo: number | null }

/**
 * Looks after the servers of `url` (one or several, as in DATABASE_URL). How far one is behind is measured, not asked: each
 * second the primary's place in its journal is noted with the time, and a standby that has replayed up to a place is as old
 * as that note. (A standby's own clock says nothing on a quiet day.) Those that take changes are left to the primary's pool.
 */
export function openReplicas(url: string, primary: Pick<pg.Pool, 'query'>, max: number, boundMs = bound): Replicas {
  const standbys: readonly Standby[] = hostsOf(url).map((host) => {
    const pool = new pg.Pool({ ...settingsOfOffice(patienceMs * 2), connectionString: host, max, connectionTimeoutMillis: patienceMs, keepAlive: true })
    // One that breaks, idle or at work, must not end the process: whoever asks is told by the answer that does not come.
    pool.on('error', () => undefined)
    pool.on('connect', (client) => client.on('error', () => undefined))
    return { pool, upTo: null }
  })
  let places: readonly Place[] = []
  let primaryAnswers = true
  let looking = false
  const look = async () => {
    if (looking) return
    looking = true
    const at = performance.now()
    const [noted] = await Promise.all([notePlace(primary, at), ...standbys.map((standby) => lookAt(standby, () => places))])
    primaryAnswers = noted !== null
    if (noted) places = [...places, noted].slice(-remembered)
    looking = false
  }
  const timer = setInterval(() => void look(), lookMs)
  timer.unref()
  void look()
  return {
    pick: () => {
      const fresh = standbys.filter(({ upTo }) => upTo !== null && (performance.now() - upTo <= boundMs || (!primaryAnswers && (places.at(-1)?.at ?? 0) - upTo <= boundMs)))
      return fresh[Math.floor(Math.random() * fresh.length)]?.pool ?? null
    },
    close: async () => {
      clearInterval(timer)
      await Promise.all(standbys.map(({ pool }) => pool.end()))
    },
  }
}

async function notePlace(primary: Pick<pg.Pool, 'query'>, at: number): Promise<Place | null> {
  const late = AbortSignal.timeout(patienceMs)
  const asked = primary.query<{ lsn: number }>("select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as lsn").then(({ rows }) => ({ lsn: rows[0]!.lsn, at }), () => null)
  return Promise.race([asked, new Promise<null>((resolve) => late.addEventListener('abort', () => resolve(null)))])
}

async function lookAt(standby: Standby, places: () => readonly Place[]): Promise<void> {
  try {
    const { rows } = await standby.pool.query<{ lsn: number | null }>("select case when pg_is_in_recovery() then pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::float8 end as lsn")
    const lsn = rows[0]?.lsn ?? null
    standby.upTo = lsn === null ? null : (places().findLast((place) => place.lsn <= lsn)?.at ?? null)
  } catch {
    standby.upTo = null
  }
}
