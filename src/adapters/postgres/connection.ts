import pg from 'pg'

/** A pool or one client of it: whatever can run a statement. */
export type Connection = { query: pg.Pool['query'] }

const timestamptz = 1184
const date = 1082
const int8 = 20

/**
 * Opens a pool that speaks as the office does: instants are epoch milliseconds, dates are `YYYY-MM-DD`, bigints are
 * numbers (the office has fewer than 2^53 of anything). Every connection acts as the least-privileged role, whoever it
 * signed in as.
 */
export function openPool(url: string, max: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    options: '-c role=satu_pintu_app -c search_path=office -c timezone=UTC -c statement_timeout=30000 -c idle_in_transaction_session_timeout=30000',
    types: { getTypeParser: parserFor },
  })
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
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
