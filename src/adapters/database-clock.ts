import type { Connection } from './postgres/connection.ts'

const freshMs = 60_000

/**
 * The time of the database, so that all nodes on it agree on when a hold ends, whatever their own clocks say. It is
 * read once a minute and counted on from there by the machine's steady counter, which no change of its clock moves.
 */
export async function openDatabaseClock(db: Connection): Promise<{ now(): number; stop(): void }> {
  let anchor = await readAnchor(db)
  const reading = setInterval(() => {
    // While the database can't be reached the last reading is as good as it gets.
    readAnchor(db).then((read) => (anchor = read), () => undefined)
  }, freshMs)
  reading.unref()
  return {
    now: () => Math.floor(anchor.at + performance.now() - anchor.counter),
    stop: () => clearInterval(reading),
  }
}

async function readAnchor(db: Connection): Promise<{ readonly at: number; readonly counter: number }> {
  const asked = performance.now()
  const { rows } = await db.query<{ at: number }>('select (extract(epoch from clock_timestamp()) * 1000)::float8 as at')
  const got = performance.now()
  return { at: Number(rows[0]?.at), counter: (asked + got) / 2 }
}
