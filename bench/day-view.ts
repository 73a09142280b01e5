import pg from 'pg'
import { cookieOf, openBenchOffice, p95, round, type Measured } from './support.ts'

const cases = 10_000
const visits = 60

/**
 * The head's day view over HTTP in a unit with 10,000 open cases, of which officers hold a tenth and a tenth waits for a
 * signature: the slowest of the fastest 95 in a hundred. The yardstick is the plain driver counting the same line by deadline.
 */
export async function measureDayView(): Promise<Measured> {
  const bench = await openBenchOffice()
  const client = new pg.Client({ connectionString: bench.adminUrl })
  try {
    await client.connect()
    const people = await bench.office.demo!.signIns()
    const idOf = (key: string) => people.find((person) => person.key === key)!.userId
    await client.query(
      `insert into office.cases (id, version, number, service, service_version, unit, person, state, task, role, holder, submitted_at, since, deadline)
       select gen_random_uuid(), 4, 'IP-26-' || n, 'izin-penelitian', 'x', '3171', 'p' || n, 'checking', 'check', case when n % 10 = 0 then 'head' else 'verifier' end,
         case when n % 10 = 7 then case when n % 20 = 7 then $1 else $2 end end, now() - (n || ' seconds')::interval, now(), now() + ((n % 2000) - 200 || ' minutes')::interval
       from generate_series(1, ${cases}) as n`,
      [idOf('verifier'), idOf('verifier2')],
    )
    await client.query('vacuum analyze office.cases')
    const headers = { cookie: await cookieOf(bench.office, idOf('head')), accept: 'text/html' }
    const ours = await timesOf(async () => {
      const answer = await fetch(`${bench.origin}/office/overview?unit=3171`, { headers })
      if (answer.status !== 200 || !(await answer.text()).includes('IP-26-')) throw new Error(`The day view answered ${answer.status}.`)
    })
    const yardstick = await timesOf(async () => {
      await client.query(`select deadline, count(*) from office.cases where unit = '3171' and role = 'verifier' and holder is null and deadline is not null group by deadline order by deadline`)
    })
    return { name: 'day-view', ours: round(p95(ours)), yardstick: round(p95(yardstick)), ratio: round(p95(ours) / p95(yardstick)), unit: 'ms', cases }
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
