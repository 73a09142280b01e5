import { Worker } from 'node:worker_threads'
import pg from 'pg'
import { makeReadyDrafts, type ReadyDraft } from '../tests/support/ready-drafts.ts'
import { newId, openBenchOffice, perSecond, round, type BenchOffice, type Measured } from './support.ts'

const submissions = 1500
const warmUp = 200
const atOnce = 32

/**
 * Whole submissions a second over HTTP: the session is checked, the answers are validated, the case is numbered, routed
 * and promised, and everything is on the disk before the answer. The yardstick writes the same rows with a plain driver
 * over as many connections.
 */
export async function measureSubmit(): Promise<Measured> {
  const bench = await openBenchOffice()
  try {
    const before = await sizeOf(bench)
    const drafts = await makeReadyDrafts(bench.office, submissions + warmUp)
    await submitAll(bench.origin, drafts.slice(0, warmUp))
    const ours = await submitAll(bench.origin, drafts.slice(warmUp))
    const after = await sizeOf(bench)
    const perCase = (part: keyof typeof after) => Math.round((after[part] - before[part]) / (submissions + warmUp) / 1024)
    const yardstick = await writeRows(bench, drafts[0]!.id)
    return { name: 'submit', ours: round(ours), yardstick: round(yardstick), ratio: round(ours / yardstick), unit: 'submissions/s', atOnce, databaseKilobytesPerCase: perCase('database'), journalKilobytesPerCase: perCase('journal') }
  } finally {
    await bench.close()
  }
}

/** Bytes of the database with its indexes, and of all that its journal ever held. */
async function sizeOf({ adminUrl }: BenchOffice): Promise<{ readonly database: number; readonly journal: number }> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  const { rows } = await client.query<{ database: number; journal: number }>("select pg_database_size(current_database())::float8 as database, pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as journal").finally(() => client.end())
  return rows[0]!
}

/** Sends them all from a thread of its own, as clients elsewhere would. */
function submitAll(origin: string, drafts: readonly ReadyDraft[]): Promise<number> {
  const sender = new Worker(new URL('./submit-sender.ts', import.meta.url), { workerData: { origin, drafts, atOnce } })
  return new Promise((resolve, reject) => {
    sender.once('message', resolve)
    sender.once('error', reject)
  })
}

type Rows = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>

/** The rows of one submitted case, written again and again under new ids in one transaction each. */
async function writeRows({ adminUrl }: BenchOffice, sample: string): Promise<number> {
  const pool = new pg.Pool({ connectionString: adminUrl, max: atOnce, options: '-c search_path=office' })
  // Connections may still be closing when the server stops; that is no fault of what was measured.
  pool.on('error', () => undefined)
  try {
    const rows = await readRows(pool, sample)
    return await perSecond(Array.from({ length: submissions }, newId), atOnce, (id) => writeOnce(pool, rows, id))
  } finally {
    await pool.end()
  }
}

async function readRows(pool: pg.Pool, id: string): Promise<Rows> {
  const of = async (text: string) => (await pool.query<Record<string, unknown>>(text, [id])).rows
  return {
    answers: await of('select version, sealed from answers where application = $1'),
    events: await of('select version, type, at, canonical, hash from events where stream = $1 order by version'),
    cases: await of('select version, service, service_version, unit, person, state, task, role, submitted_at, deadline from cases where id = $1'),
  }
}

async function writeOnce(pool: pg.Pool, rows: Rows, id: string): Promise<void> {
  const client = await pool.connect()
  const run = (name: string, text: string, values: readonly unknown[]) => client.query({ name, text, values: [...values] })
  try {
    await client.query('begin')
    const { rows: [series] } = await run('series', `insert into series (name, last) values ('bench', 1) on conflict (name) do update set last = series.last + 1 returning last`, [])
    for (const row of rows['answers']!) await run('answers', 'insert into answers (application, version, sealed) values ($1, $2, $3)', [id, row['version'], row['sealed']])
    for (const row of rows['events']!)
      await run('events', 'insert into events (stream, version, type, at, canonical, hash) values ($1, $2, $3, $4, $5, $6)', [id, row['version'], row['type'], row['at'], row['canonical'], row['hash']])
    for (const row of rows['cases']!)
      await run('cases', `insert into cases (id, version, number, service, service_version, unit, person, state, task, role, submitted_at, deadline)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [id, row['version'], `bench-${series.last}`, row['service'], row['service_version'], row['unit'], row['person'], row['state'], row['task'], row['role'], row['submitted_at'], row['deadline']])
    // The receipt's mail and two timers.
    for (let job = 0; job < 3; job++) await run('jobs', `select graphile_worker.add_job('bench', payload => $1::json)`, [JSON.stringify({ application: id })])
    await run('drafts', 'delete from drafts where id = $1', [id])
    await run('commands', `insert into commands (id, person, kind, answer) values ($1, 'bench', 'submit', '{"ok":true}')`, [newId()])
    await client.query('commit')
  } finally {
    client.release()
  }
}
