import { createHash } from 'node:crypto'
import type pg from 'pg'
import { leafHash } from '../postgres/event-log.ts'

/** What a database holds, to compare one with its copy. */
export type Examined = {
  readonly events: number
  /** The last event in the order in which they were written; its instant in ISO 8601, UTC. */
  readonly last: { readonly position: number; readonly at: string } | null
  /** SHA-256 (hex) over the hashes of all events in their order: the same only when every event is the same. */
  readonly digest: string
  /** What is wrong in the log of events; empty when each has the hash that belongs to it and none is missing in its case. */
  readonly problems: readonly string[]
  /** Rows of every table that outlives a restart. */
  readonly rows: Readonly<Record<string, number>>
}

type Row = { readonly position: string; readonly stream: string; readonly version: number; readonly at: Date; readonly canonical: string; readonly hash: Buffer }

const batch = 2_000

/** Counts everything and makes every event's hash anew from its text. Run it in one snapshot, or where nobody writes. */
export async function examineDatabase(client: pg.Client): Promise<Examined> {
  const rows: Record<string, number> = {}
  for (const table of await tablesOf(client)) rows[table] = Number((await client.query<{ count: string }>(`select count(*) from ${table}`)).rows[0]!.count)
  return { ...(await examineEvents(client)), rows }
}

/** All lasting tables of the office's own schemas, written so that they can stand in a statement. */
export async function tablesOf(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('office', 'identity') and c.relkind in ('r', 'p') and c.relpersistence = 'p' and not c.relispartition order by 1`,
  )
  return rows.map(({ name }) => name)
}

async function examineEvents(client: pg.Client): Promise<Omit<Examined, 'rows'>> {
  const digest = createHash('sha256')
  const problems: string[] = []
  let events = 0
  let last: Examined['last'] = null
  for (let after = 0; ; ) {
    const { rows } = await client.query<Row>(
      'select position, stream, version, at, canonical, hash from office.events where position > $1 order by position limit $2',
      [after, batch],
    )
    for (const row of rows) {
      digest.update(row.hash)
      const problem = problemOf(row)
      if (problem && problems.length < 20) problems.push(problem)
    }
    events += rows.length
    const end = rows.at(-1)
    if (!end) break
    after = Number(end.position)
    last = { position: after, at: new Date(end.at).toISOString() }
  }
  const broken = await client.query<{ stream: string }>('select stream from office.events group by stream having max(version) <> count(*) limit 20')
  return { events, last, digest: digest.digest('hex'), problems: [...problems, ...broken.rows.map(({ stream }) => `An event of the case ${stream} is missing.`)] }
}

function problemOf({ position, stream, version, canonical, hash }: Row): string | null {
  if (!leafHash(canonical).equals(hash)) return `The event ${position} does not have the hash of its text.`
  const said = JSON.parse(canonical) as { readonly stream?: unknown; readonly version?: unknown }
  return said.stream === stream && said.version === version ? null : `The event ${position} stands in another place than its text says.`
}
