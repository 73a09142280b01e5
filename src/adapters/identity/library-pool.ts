import type { PostgresCursor, PostgresPool, PostgresQueryResult } from 'kysely'
import pg from 'pg'

/**
 * The office's pool as the library needs it. The office reads instants as epoch milliseconds; the library
 * writes back the `Date` objects that it read, so its own queries keep node-postgres's usual types.
 */
export function libraryPool(pool: pg.Pool): PostgresPool {
  return {
    connect: async () => {
      const client = await pool.connect()
      function query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>
      function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>
      function query(sql: unknown, parameters: readonly unknown[] = []): unknown {
        if (typeof sql !== 'string') throw new Error('the library reads no cursors')
        return client.query({ text: sql, values: [...parameters], types: pg.types })
      }
      return { query, release: (destroy?: boolean) => client.release(destroy) }
    },
    // The pool is the office's: whoever opened it closes it.
    end: async () => {},
  }
}
