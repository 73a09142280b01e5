import pg from 'pg'
import { cookieOf, openBenchOffice, p95, round, type Measured } from './support.ts'

const cases = 100_000
const visits = 100

/**
 * The officer's queue page over HTTP in a unit with 100,000 open cases, one visit after another: the slowest of the
 * fastest 95 in a hundred. The yardstick is the plain driver reading one page of rows by the same index.
 */
export async function measureQueuePage(): Promise<Measured> {
  const bench = await openBenchOffice()
  const client = new pg.Client({ connectionString: bench.adminUrl })
  try {
    await client.connect()
    await client.query(`insert into office.cases (id, version, number, service, service_version, unit, person, state, task, role, submitted_at, deadline)
      select gen_random_uuid(), 4, 'IP-26-' || n, 'izin-penelitian', 'x', '3171', 'p' || n, 'checking', 'check', 'verifier',
        now() - (n || ' seconds')::interval, now() + ((n % 2000) - 200 || ' minutes')::interval from generate_series(1, ${cases}) as n`)
    await client.query('vacuum analyze office.cases')
    const rina = (await bench.office.demo!.signIns()).find((person) => person.key === 'verifier')!
    const headers = { cookie: await cookieOf(bench.office, rina.userId), accept: 'text/html' }
    const ours = await timesOf(async () => {
      const answer = await fetch(`${bench.origin}/office/queue?unit=3171`, { headers })
      if (answer.status !== 200 || !(await answer.text()).includes('IP-26-')) throw new Error(`The queue answered ${answer.status}.`)
    })
    const yardstick = await timesOf(async () => {
      await client.query(`select * from office.cases where unit = '3171' and role = 'verifier' order by deadline, submitted_at, id limit 50`)
    })
    return { name: 'queue-page', ours: round(p95(ours)), yardstick: round(p95(yardstick)), ratio: round(p95(ours) / p95(yardstick)), unit: 'ms', cases }
  } finally {
    await client.end()
    await bench.close()
  }
}

async function timesOf(work: () => Promise<void>): Promise<readonly number[]> {
  for (let warm = 0; warm < 10; warm++) await work()
  const times: number[] = []
  for (let visit = 0; visit < visits; visit++) {
    const started = performance.now()
    await work()
    times.push(performance.now() - started)
  }
  return times
}
