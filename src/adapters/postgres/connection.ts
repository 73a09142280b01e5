import { AsyncLocalStorage } from 'node:async_hooks'
import pg from 'pg'
import { openPrimaryFinder, wasSearched, type PrimaryFinder } from './find-primary.ts'
import { isGone } from './lost-connection.ts'

/** A pool or one client of it: whatever can run a statement. */
export type Connection = { query: pg.Pool['query'] }

const timestamptz = 1184
const date = 1082
const int8 = 20

/** Longest that a server may take to let us in. */
const dialMs = 5_000
/** Longer than any statement may run: after that the server is taken for lost, with its machine or its line. */
const answerMs = 35_000
/** Longest that anyone waits for their turn at a connection: then there are too many at once, and they hear it. */
const turnMs = 20_000

/**
 * Opens a pool that speaks as the office does: instants are epoch milliseconds, dates are `YYYY-MM-DD`, bigints are
 * numbers (the office has fewer than 2^53 of anything). Every connection acts as the least-privileged role, whoever it
 * signed in as, and leads to the server that takes changes, wherever that is by now.
 */
export function openPool(url: string, max: number): pg.Pool {
  return newPool(url, { ...settingsOfOffice(answerMs), max, connectionTimeoutMillis: turnMs })
}

/** How a connection speaks and acts, and how long it waits for an answer (ms), to whichever server it leads. */
export function settingsOfOffice(patienceMs: number) {
  return {
    query_timeout: patienceMs,
    options: '-c role=satu_pintu_app -c search_path=office -c timezone=UTC -c statement_timeout=30000 -c idle_in_transaction_session_timeout=30000',
    types: { getTypeParser: parserFor },
  }
}

/** A pool that speaks as whoever the address names. */
export function newPool(url: string, settings: Omit<pg.PoolConfig, 'connectionString'>): pg.Pool {
  const finder = openPrimaryFinder(url)
  const pool = new OfficePool({
    ...settings,
    connectionString: finder.url,
    keepAlive: true,
    Client: clientOn(finder),
    ...(finder.severalHosts ? { onConnect: (client: pg.ClientBase) => refuseStandby(client, finder) } : {}),
  })
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

type Got = (error: Error | undefined, client: pg.PoolClient | undefined, done: (release?: unknown) => void) => void

type Held = { readonly pool: pg.Pool; readonly client: pg.PoolClient; over: boolean }
const held = new AsyncLocalStorage<Held>()

/**
 * Does work that holds a connection of the pool until it is done. If it asked the pool for a second one, then as many of
 * its kind as the pool has connections would wait for each other for ever: that is refused at once, however few they are.
 */
export async function holding<T>(pool: pg.Pool, client: pg.PoolClient, work: () => Promise<T>): Promise<T> {
  const mine: Held = { pool, client, over: false }
  return held.run(mine, work).finally(() => (mine.over = true))
}

/** What may be asked from anywhere: on the connection that the work around it holds, else on one of the pool. */
export function beside(pool: pg.Pool): Connection {
  const source = (): Connection => {
    const mine = heldOf(pool)
    return mine ? (mine.client as unknown as Connection) : pool
  }
  return { query: ((...asked: Parameters<pg.Pool['query']>) => source().query(...asked)) as pg.Pool['query'] }
}

function heldOf(pool: pg.Pool): Held | null {
  const mine = held.getStore()
  return mine && mine.pool === pool && !mine.over ? mine : null
}

/** A pool that, when the server it knew does not let it in any more, goes once to where the right one is found by then. */
class OfficePool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>
  override connect(got: Got): void
  override connect(got?: Got): Promise<pg.PoolClient> | void {
    if (heldOf(this)) throw new Error('Work inside a transaction asked for a second connection. It must use the one that it has.')
    const coming = super.connect().catch((error: unknown) => {
      if (!isGone(error) || wasSearched(error)) throw error
      return super.connect()
    })
    if (!got) return coming
    coming.then((client) => got(undefined, client, (release) => client.release(release as Error)), (error: Error) => got(error, undefined, () => undefined))
  }
}

/** One connection beside the pool, to the server that takes changes. Not connected yet. */
export function newClient(url: string, settings: Omit<pg.ClientConfig, 'connectionString'> = {}): pg.Client {
  const finder = openPrimaryFinder(url)
  return new (clientOn(finder))({ ...settings, connectionString: finder.url, keepAlive: true })
}

/** The driver's client, which asks where to go at the moment when it goes there. */
function clientOn(finder: PrimaryFinder): typeof pg.Client {
  return class extends pg.Client {
    constructor(settings?: string | pg.ClientConfig) {
      super(settings)
      const line = this.connection as unknown as Line
      const dial = line.connect.bind(line)
      let hungUp = false
      const end = line.end.bind(line)
      line.end = () => {
        hungUp = true
        end()
      }
      line.connect = () => {
        finder.find().then(({ host, port }) => {
          if (hungUp) return
          const late = setTimeout(() => line.stream.destroy(Object.assign(new Error('timeout expired'), { code: 'ETIMEDOUT' })), dialMs)
          line.once('readyForQuery', () => clearTimeout(late))
          line.once('error', () => finder.doubt())
          line.once('end', () => {
            clearTimeout(late)
            if (!hungUp) finder.doubt()
          })
          dial(port, host)
        }, (error: Error) => line.emit('error', error))
      }
    }
  }
}

/** What the driver's connection has and its types do not say. */
type Line = pg.Connection & { connect(port: number, host: string): void }

/** A server that was the one may come back as the other's standby. */
async function refuseStandby(client: pg.ClientBase, finder: PrimaryFinder): Promise<void> {
  const { rows } = await client.query<{ standby: boolean }>('select pg_is_in_recovery() as standby')
  if (rows[0]?.standby === false) return
  finder.doubt()
  throw Object.assign(new Error('This database server takes no changes any more.'), { code: 'STANDBY' })
}

function parserFor(oid: number, format?: 'text' | 'binary') {
  if (oid === timestamptz) return (text: string) => Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'))
  if (oid === date) return (text: string) => text
  if (oid === int8) return Number
  return pg.types.getTypeParser(oid, format as 'text')
}

/** An instant for a parameter of type timestamptz. */
export function instant(at: number): string
export function instant(at: number | null): string | null
export function instant(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}
