import pg from 'pg'
import type { Ask } from './check.ts'

const patienceMs = 4_000

/**
 * Asks a database under a connection of its own, apart from those that pages use: a doctor must get in when those are all
 * taken. Null: there is no address, as while the server that comes along does not run; then every question throws.
 */
export function askDatabase(url: string | null): { readonly ask: Ask; end(): Promise<void> } {
  if (url === null) {
    const ask: Ask = () => Promise.reject(Object.assign(new Error('The database does not run.'), { code: 'stopped' }))
    return { ask, end: async () => undefined }
  }
  const pool = new pg.Pool({ connectionString: url, max: 2, connectionTimeoutMillis: patienceMs, idleTimeoutMillis: 1_000, statement_timeout: 2 * patienceMs, application_name: 'satu-pintu doctor' })
  pool.on('error', () => undefined)
  const ask: Ask = async <Row extends object>(sql: string, values: readonly unknown[] = []) => (await pool.query<Row>(sql, [...values])).rows
  return { ask, end: () => pool.end() }
}
