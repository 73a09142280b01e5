import pg from 'pg'
import { holdSlot } from '../src/usecases/booking/hold-slot.ts'
import type { Visitor } from '../src/usecases/views.ts'
import { newId, openDurableOffice, perSecond, round, type BenchOffice, type Measured } from './support.ts'

const slots = 400
const places = 225
const attempts = 110_000
const warmUp = 5_000
const clients = 200
// As many as the office's own pool has.
const connections = 16

/**
 * Attempts a second when more people want a place than there are: 110,000 requests of 99,000 people (a tenth is sent
 * twice) by 200 clients, for 90,000 places in 400 slots, through the office's use case. The yardstick is the least that
 * any program must do for a booking that is not to be oversold: one statement that counts a place in its slot and writes
 * the row, as a transaction of its own, by as many connections to the same server, before and after in the same run. It
 * looks for no twin, checks no other rule and keeps no record.
 */
export async function measureBooking(): Promise<Measured & { readonly oversold: number; readonly doubled: number; readonly lost: number }> {
  const bench = await openDurableOffice()
  try {
    const requests = await makeRequests(bench)
    const answered = new Map<string, boolean>()
    const send = ({ id, person, slot }: Request) => book(bench, id, person, slot).then((ok) => void answered.set(id, ok || answered.get(id) === true))
    await perSecond(requests.splice(0, warmUp), clients, send)
    const yardstickFirst = await writeRows(bench, attempts / 4)
    const ours = await perSecond(requests, clients, send)
    const yardstick = (yardstickFirst + (await writeRows(bench, attempts / 4))) / 2
    const faults = await countFaults(bench, answered)
    return { name: 'booking', ours: round(ours), yardstick: round(yardstick), ratio: round(ours / yardstick), unit: 'bookings/s', ...faults, attempts, places: slots * places, clients }
  } finally {
    await bench.close()
  }
}

type Durable = Omit<BenchOffice, 'origin'>
type Request = { readonly id: string; readonly person: string; readonly slot: number }

const visitorOf = (person: string): Visitor => ({ kind: 'citizen', person, email: '', locale: 'id' })

async function book({ office }: Durable, id: string, person: string, slot: number): Promise<boolean> {
  return (await holdSlot(office, visitorOf(person), { slot, command: id })).ok
}

/** Each of a person of its own, for a slot by turns; every tenth request comes again right after the first. */
async function makeRequests({ adminUrl }: Durable): Promise<Request[]> {
  const ids = await laySlots(adminUrl)
  const requests: Request[] = []
  for (let index = 0; requests.length < attempts; index++) {
    const request = { id: newId(), person: `bench-${index}`, slot: ids[index % ids.length]! }
    requests.push(request)
    if (index % 9 === 0) requests.push(request)
  }
  return requests
}

async function laySlots(adminUrl: string): Promise<readonly number[]> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ id: string }>(
      `insert into office.slots (unit, place, desk, starts_at, ends_at, capacity, opens_at, closes_at)
       select '31', 'mpp-jakarta', 'bench', at, at + interval '1 minute', $2, now() - interval '1 day', at - interval '1 hour'
       from (select now() + interval '1 day' + n * interval '1 minute' as at from generate_series(1, $1) n) as times returning id`,
      [slots, places],
    )
    return rows.map((row) => Number(row.id))
  } finally {
    await client.end()
  }
}

/** The same update and row, and nothing else: no look for a twin, no other rule, no record. */
async function writeRows({ adminUrl }: Durable, count: number): Promise<number> {
  const pool = new pg.Pool({ connectionString: adminUrl, max: connections, options: '-c search_path=office' })
  pool.on('error', () => undefined)
  try {
    await pool.query('create table if not exists bench_slots (like slots including all)')
    await pool.query('create table if not exists bench_bookings (like bookings including all)')
    await pool.query('insert into bench_slots overriding system value select * from slots where desk = $1 on conflict do nothing', ['bench'])
    await pool.query('update bench_slots set taken = 0')
    const { rows } = await pool.query<{ id: string }>('select id from bench_slots')
    return await perSecond(Array.from({ length: count }, (_, index) => index), clients, async (index) => {
      await pool.query({
        name: 'yardstick',
        text: `with place as (update bench_slots set taken = taken + 1 where id = $2 and taken < capacity returning *)
          insert into bench_bookings (id, unit, place, desk, slot, person, state, held_until, code, created_at)
          select $1, unit, place, desk, id, $3, 'held', now() + interval '10 minutes', '7K3M-Q9TA', now() from place`,
        values: [newId(), rows[index % rows.length]!.id, `bench-${index}`],
      })
    })
  } finally {
    await pool.end()
  }
}

/** Counted by SQL of its own, from the rows alone. */
async function countFaults({ adminUrl }: Durable, answered: ReadonlyMap<string, boolean>): Promise<{ oversold: number; doubled: number; lost: number }> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const yes = [...answered].flatMap(([id, ok]) => (ok ? [id] : []))
    const { rows: [row] } = await client.query<{ oversold: number; doubled: number; lost: number }>(
      `with counted as (select s.id, s.capacity, s.taken, count(b.id) as bookings from office.slots s
         left join office.bookings b on b.slot = s.id and b.state not in ('cancelled', 'expired') where s.desk = 'bench' group by s.id)
       select (select coalesce(sum(greatest(0, bookings - capacity)), 0)::int from counted) as oversold,
         (select count(*)::int from (select 1 from office.bookings where desk = 'bench' group by person having count(*) > 1) twice) as doubled,
         (select count(*)::int from unnest($1::uuid[]) as y (id) where not exists (select from office.bookings b where b.id = y.id and b.state = 'held'))
         + (select coalesce(sum(abs(taken - bookings)), 0)::int from counted) as lost`,
      [yes],
    )
    return row!
  } finally {
    await client.end()
  }
}
