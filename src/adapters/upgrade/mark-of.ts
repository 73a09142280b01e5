import pg from 'pg'

/** What an office holds, as far as no version may change it: its events in their order, and how many cases they make. */
export type Mark = { readonly events: number; readonly upTo: string; readonly digest: string; readonly cases: number }

/** Of the events up to a position, or of all. */
export async function markOf(url: string, upTo: string | null = null): Promise<Mark> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const there = await client.query<{ there: boolean }>("select to_regclass('office.events') is not null as there")
    if (!there.rows[0]?.there) return { events: 0, upTo: '0', digest: '', cases: 0 }
    const { rows } = await client.query<Mark>(
      `select count(*)::int as events, coalesce(max(position), 0)::text as "upTo",
         encode(sha256(coalesce(string_agg(hash, ''::bytea order by position), ''::bytea)), 'hex') as digest, (select count(*)::int from office.cases) as cases
       from office.events where $1::bigint is null or position <= $1::bigint`,
      [upTo],
    )
    return rows[0]!
  } finally {
    await client.end()
  }
}
