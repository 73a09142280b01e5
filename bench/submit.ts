import { Worker } from 'node:worker_threads'
import pg from 'pg'
import { sealAnswers } from '../src/usecases/case-file.ts'
import type { Answers } from '../src/usecases/views.ts'
import { cookieOf, newId, openBenchOffice, perSecond, round, type BenchOffice, type Measured } from './support.ts'

const submissions = 1500
const warmUp = 200
const atOnce = 32

const answers: Answers = {
  nik: '3171065203010004', name: 'Dewi Lestari', phone: '0812 3456 7890', address: 'Jl. Cikini Raya 12, Jakarta Pusat',
  institution: 'Universitas Indonesia', position: 'student', supervisor: '', research_title: 'Antrean pelayanan terpadu satu pintu di Jakarta Pusat',
  field_of_study: 'Administrasi publik', purpose: 'undergraduate', method: 'Wawancara dan pengamatan di loket pelayanan.',
  cities: ['3171'], districts: [], start: `${new Date().getUTCFullYear() + 1}-01-04`, end: `${new Date().getUTCFullYear() + 1}-06-30`, members: [],
}

/**
 * Whole submissions a second over HTTP: the session is checked, the answers are validated, the case is numbered, routed
 * and promised, and everything is on the disk before the answer. The yardstick writes the same rows with a plain driver
 * over as many connections.
 */
export async function measureSubmit(): Promise<Measured> {
  const bench = await openBenchOffice()
  try {
    const drafts = await makeDrafts(bench, submissions + warmUp)
    await submitAll(bench.origin, drafts.slice(0, warmUp))
    const ours = await submitAll(bench.origin, drafts.slice(warmUp))
    const yardstick = await writeRows(bench, drafts[0]!.id)
    return { name: 'submit', ours: round(ours), yardstick: round(yardstick), ratio: round(ours / yardstick), unit: 'submissions/s', atOnce }
  } finally {
    await bench.close()
  }
}

type Draft = { readonly id: string; readonly cookie: string; readonly command: string }

/** Drafts that are filled in, each of a citizen of its own who is signed in. */
async function makeDrafts({ office }: BenchOffice, count: number): Promise<readonly Draft[]> {
  const service = office.services.current('izin-penelitian')!
  const drafts: Draft[] = []
  const requirements = service.documents.filter((document) => document.madeBy === 'applicant')
  await perSecond(Array.from({ length: count }, (_, index) => index), 8, async (index) => {
    const { userId } = await office.identity.ensureCitizen(`bench-${index}@warga.example`)
    const id = newId()
    const { key, wrapped } = office.keys.newDataKey()
    await office.store.transaction(async (tx) => {
      await tx.saveDataKey(id, wrapped)
      await tx.saveDraft({ id, person: userId, service: service.id, serviceVersion: service.version, answers: sealAnswers(office, key, answers), changed: {}, savedAt: office.now() })
      for (const { key: requirement } of requirements)
        await tx.saveDocument({
          id: newId(), application: id, requirement, fileName: office.keys.seal(key, 'scan.pdf', 'file-name'), type: 'pdf', mime: 'application/pdf',
          size: 100_000, pages: 1, digest: office.keys.digest(key, requirement), ref: `bench-${id}-${requirement}`, preview: null, current: true, at: office.now(),
        })
    })
    drafts.push({ id, cookie: await cookieOf(office, userId), command: newId() })
  })
  return drafts
}

/** Sends them all from a thread of its own, as clients elsewhere would. */
function submitAll(origin: string, drafts: readonly Draft[]): Promise<number> {
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
