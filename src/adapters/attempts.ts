import type { Office } from '../usecases/ports.ts'
import type { Connection } from './postgres/connection.ts'
import { takesNoChanges } from './postgres/lost-connection.ts'

// Per window and address: enough for a family behind one address, far too few to guess 40 bits.
// Many phones share one address of their network, and a hall of 3,000 people a day checks in at one kiosk.
const limits = { track: 30, verify: 120, ticket: 40, arrive: 30, 'check-in': 600, paper: 200, text: 20, 'phone-code': 4 } as const
const windowMs = 15 * 60_000

/**
 * Counts in the database, so that all nodes share them. Addresses are kept only as keyed digests. While the database takes
 * no changes each node counts for itself, so that looking up a number goes on and guessing one stays slow.
 */
export function openAttempts(db: Connection, mac: (data: string) => string, now: () => number): Office['allow'] {
  let alone: { readonly starts: string; readonly counts: Map<string, number> } | null = null
  const countAlone = (bucket: string, starts: string): number => {
    if (alone?.starts !== starts) alone = { starts, counts: new Map() }
    const count = (alone.counts.get(bucket) ?? 0) + 1
    alone.counts.set(bucket, count)
    return count
  }
  return async (what, address) => {
    const starts = new Date(Math.floor(now() / windowMs) * windowMs).toISOString()
    const bucket = `${what}:${mac(address)}`
    try {
      const { rows } = await db.query<{ count: number }>(
        `insert into attempts (bucket, starts, count) values ($1, $2, 1)
         on conflict (bucket, starts) do update set count = attempts.count + 1 returning count`,
        [bucket, starts],
      )
      return (rows[0]?.count ?? 0) <= limits[what]
    } catch (error) {
      if (!takesNoChanges(error)) throw error
      return countAlone(bucket, starts) <= limits[what]
    }
  }
}

export async function sweepAttempts(db: Connection, now: number): Promise<void> {
  await db.query('delete from attempts where starts < $1', [new Date(now - 2 * windowMs).toISOString()])
}
