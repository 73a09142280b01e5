import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { hostsOf } from './hosts-of.ts'
import { isGone } from './lost-connection.ts'

/** Where the server that takes changes is. */
export type Primary = { readonly host: string; readonly port: number }

export type PrimaryFinder = {
  /** A connection string without hosts that are not asked: name, password, database and options are the same for all. */
  readonly url: string
  readonly severalHosts: boolean
  /**
   * Where to connect. Known from the last time, or asked of all servers at once. While none takes changes, as during a
   * restart or a failover, it waits for one: whoever asks has sent no statement yet, so waiting is safe. Throws what was
   * wrong when that takes too long; after that it asks once, without waiting, until there is one again.
   */
  find(): Promise<Primary>
  /** A connection to it broke or could not be made: ask again before the next one. */
  doubt(): void
}

const patienceMs = 10_000
const askMs = 2_000
const pauseMs = 100

const searched = new WeakSet<Error>()

/** Whether all servers had been asked when this went wrong, so that there is no use in asking again at once. */
export function wasSearched(error: unknown): boolean {
  return error instanceof Error && searched.has(error)
}

/** One for all connections of a node to a database. Throws when the address is none. */
export function openPrimaryFinder(url: string): PrimaryFinder {
  const hosts = hostsOf(url)
  if (hosts.length === 0) throw new Error('This is not the address of a PostgreSQL server.')
  let known: Promise<Primary> | null = null
  let patient = true
  const search = async (): Promise<Primary> => {
    const until = performance.now() + (patient ? patienceMs : 0)
    for (;;) {
      try {
        const found = await askAll(hosts)
        patient = true
        return found
      } catch (error) {
        // What a server refuses for good is not waited for: a wrong password, a database that is not there.
        if (!isGone(error) || performance.now() >= until) {
          patient = !isGone(error)
          if (error instanceof Error) searched.add(error)
          throw error
        }
      }
      await sleep(pauseMs)
    }
  }
  return {
    url: hosts[0]!,
    severalHosts: hosts.length > 1,
    find: () => {
      if (known) return known
      const searching = search()
      known = searching
      searching.catch(() => {
        if (known === searching) known = null
      })
      return searching
    },
    doubt: () => {
      known = null
    },
  }
}

/** The first that takes changes; one that answers late is not waited for when another does. */
async function askAll(hosts: readonly string[]): Promise<Primary> {
  try {
    return await Promise.any(hosts.map(ask))
  } catch (error) {
    const troubles = error instanceof AggregateError ? (error.errors as readonly unknown[]) : [error]
    throw troubles.find((trouble) => !isGone(trouble)) ?? troubles[0]
  }
}

async function ask(url: string): Promise<Primary> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: askMs, query_timeout: askMs })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ standby: boolean }>('select pg_is_in_recovery() as standby')
    if (rows[0]?.standby !== false) throw Object.assign(new Error('None of the database servers takes changes.'), { code: 'STANDBY' })
    return { host: client.host, port: client.port }
  } finally {
    client.end().catch(() => undefined)
  }
}
