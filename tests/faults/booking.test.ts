import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { openOffice } from '../../src/adapters/open-office.ts'
import { startEmbeddedPostgres } from '../../src/adapters/postgres/embedded/start-embedded-postgres.ts'
import { sweepHolds } from '../../src/usecases/booking/offer-places.ts'
import type { NodeRequest } from './booking-node.ts'

// The full form is BOOKING_ATTEMPTS=1000000: a million attempts for a hundred thousand places.
const attempts = Number(process.env['BOOKING_ATTEMPTS'] ?? 60_000)
const perSlot = 20
const slots = Math.ceil(attempts / 10 / perSlot)
const clients = 300
const nodes = 2
const killEveryMs = 15_000

type Settings = { readonly adminUrl: string; readonly appUrl: string; readonly dataDir: string }
type Node = { child: ChildProcess; port: number | null }
type Said = { readonly ok: boolean; readonly booking?: string; readonly refusal?: { readonly kind: string } }

async function startNode(settings: Settings): Promise<Node> {
  const path = fileURLToPath(new URL('./booking-node.ts', import.meta.url))
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', path, settings.adminUrl, settings.appUrl, settings.dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })
  for await (const line of lines) return { child, port: (JSON.parse(line) as { port: number }).port }
  throw new Error('A node ended before it was open.')
}

/** A client that asks until it has an answer, at whichever node is there, always with the same command. */
function openClient(running: readonly Node[], index: number, count: { cut: number }): { ask(request: NodeRequest): Promise<Said>; close(): void } {
  let socket: Socket | null = null
  let lines: AsyncIterator<string> | null = null
  let turn = index
  const once = async (request: NodeRequest): Promise<Said> => {
    if (!socket || !lines) {
      const port = running[turn++ % running.length]?.port
      if (!port) throw new Error('That node is down.')
      socket = connect(port, '127.0.0.1')
      socket.on('error', () => undefined)
      lines = createInterface({ input: socket })[Symbol.asyncIterator]()
    }
    socket.write(`${JSON.stringify(request)}\n`)
    const { value, done } = await lines.next()
    if (done) throw new Error('The connection was cut.')
    return JSON.parse(value) as Said
  }
  return {
    ask: async (request) => {
      for (;;)
        try {
          return await once(request)
        } catch {
          count.cut += 1
          socket?.destroy()
          socket = lines = null
          await sleep(20)
        }
    },
    close: () => socket?.destroy(),
  }
}

/** Ends a node without warning, and starts it again a moment later. */
async function killAndRestart(settings: Settings, running: Node[], at: number): Promise<void> {
  const node = running[at]!
  node.port = null
  node.child.kill('SIGKILL')
  await new Promise((resolve) => node.child.once('exit', resolve))
  running[at] = { child: node.child, port: null }
  const fresh = await startNode(settings)
  running[at] = fresh
}

/** The same in every run: which slot an attempt wants, whether it is sent twice, whether its client walks away. */
function chanceOf(attempt: number): { readonly slot: number; readonly repeated: boolean; readonly walksAway: boolean } {
  const digest = createHash('sha256').update(String(attempt)).digest()
  return { slot: digest.readUInt32BE(0) % slots, repeated: digest.readUInt16BE(4) % 10 === 0, walksAway: digest.readUInt16BE(6) % 50 === 0 }
}

async function laySlots(settings: Settings): Promise<readonly number[]> {
  const client = new pg.Client({ connectionString: settings.adminUrl })
  await client.connect()
  const { rows } = await client.query<{ id: string }>(
    `insert into office.slots (unit, place, desk, starts_at, ends_at, capacity, opens_at, closes_at)
     select '31', 'mpp-jakarta', 'crowd', at, at + interval '1 minute', $2, now() - interval '1 day', at - interval '1 hour'
     from (select now() + interval '2 days' + n * interval '1 minute' as at from generate_series(1, $1) n) as times returning id`,
    [slots, perSlot],
  )
  await client.end()
  return rows.map((row) => Number(row.id))
}

type Tally = { next: number; repeats: number; refused: Map<string, number>; held: Set<string>; confirmed: Set<string>; twinsDiffer: number }

/** One client after another attempt until there are none left. */
async function crowd(running: readonly Node[], ids: readonly number[], tally: Tally, count: { cut: number }, index: number): Promise<void> {
  const [one, other] = [openClient(running, index, count), openClient(running, index + 1, count)]
  while (tally.next < attempts) {
    const attempt = tally.next++
    const { slot, repeated, walksAway } = chanceOf(attempt)
    const person = `crowd-${attempt}`
    const hold: NodeRequest = { kind: 'hold', command: randomUUID(), slot: ids[slot]!, person }
    const said = await Promise.all([one.ask(hold), ...(repeated ? [other.ask(hold)] : [])])
    tally.repeats += repeated ? 1 : 0
    const yes = said.find((each) => each.ok)
    // A refusal has no effect, so the same request may be refused first and find a place given back a moment later.
    if (said.length === 2 && said.every((each) => each.ok) && said[0]!.booking !== said[1]!.booking) tally.twinsDiffer += 1
    if (!yes) {
      const kind = said[0]?.refusal?.kind ?? 'none'
      tally.refused.set(kind, (tally.refused.get(kind) ?? 0) + 1)
      continue
    }
    tally.held.add(hold.command)
    if (walksAway) continue
    const confirm: NodeRequest = { kind: 'confirm', command: randomUUID(), booking: hold.command, person }
    const confirmed = await Promise.all([one.ask(confirm), ...(repeated ? [other.ask(confirm)] : [])])
    if (confirmed.every((each) => each.ok)) tally.confirmed.add(hold.command)
    else tally.refused.set(`confirm ${confirmed.find((each) => !each.ok)?.refusal?.kind}`, (tally.refused.get(`confirm ${confirmed.find((each) => !each.ok)?.refusal?.kind}`) ?? 0) + 1)
  }
  one.close()
  other.close()
}

/** From the rows alone, by SQL that shares nothing with the office's. */
async function judge(settings: Settings, tally: Tally): Promise<Record<'oversold' | 'doubled' | 'lost' | 'miscounted' | 'overdue' | 'booked', number>> {
  const client = new pg.Client({ connectionString: settings.adminUrl })
  await client.connect()
  const { rows } = await client.query<Record<'oversold' | 'doubled' | 'lost' | 'miscounted' | 'overdue' | 'booked', number>>(
    `with counted as (
       select s.id, s.capacity, s.taken, count(b.id) as bookings from office.slots s
       left join office.bookings b on b.slot = s.id and b.state in ('held', 'confirmed') where s.desk = 'crowd' group by s.id)
     select (select sum(greatest(0, bookings - capacity))::int from counted) as oversold,
       (select sum(abs(taken - bookings))::int from counted) as miscounted,
       (select count(*)::int from (select from office.bookings where desk = 'crowd' group by person having count(*) > 1) twice) as doubled,
       (select count(*)::int from unnest($1::uuid[]) as sure (id) where not exists (select from office.bookings b where b.id = sure.id and b.state = 'confirmed'))
         + (select count(*)::int from unnest($2::uuid[]) as said (id) where not exists (select from office.bookings b where b.id = said.id)) as lost,
       (select count(*)::int from office.bookings where state = 'held') as overdue,
       (select count(*)::int from office.bookings where desk = 'crowd' and state = 'confirmed') as booked`,
    [[...tally.confirmed], [...tally.held]],
  )
  await client.end()
  return rows[0]!
}

test(`${attempts} attempts by ${clients} clients for ${slots * perSlot} places, nodes killed meanwhile: none oversold, none lost, none doubled`, async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'crowd-'))
  const postgres = await startEmbeddedPostgres({ dir: join(dir, 'postgres'), log: () => undefined })
  const settings: Settings = { adminUrl: postgres.adminUrl, appUrl: postgres.appUrl, dataDir: dir }
  const running: Node[] = []
  try {
    for (let node = 0; node < nodes; node++) running.push(await startNode(settings))
    const ids = await laySlots(settings)
    const tally: Tally = { next: 0, repeats: 0, refused: new Map(), held: new Set(), confirmed: new Set(), twinsDiffer: 0 }
    const count = { cut: 0 }
    const began = performance.now()
    let isOver = false
    let kills = 0
    const killing = (async () => {
      while (!isOver) {
        for (let wait = 0; wait < killEveryMs && !isOver; wait += 100) await sleep(100)
        if (isOver) return
        await killAndRestart(settings, running, kills % nodes)
        kills += 1
      }
    })()
    await Promise.all(Array.from({ length: clients }, (_, index) => crowd(running, ids, tally, count, index)))
    const seconds = (performance.now() - began) / 1000
    isOver = true
    await killing
    for (const { child } of running) child.kill('SIGKILL')

    // Long after: whoever walked away has lost the hold, though the process that made it is dead.
    const late = await openOffice({
      settings: { origin: 'http://office.example', dataDir: dir, demo: false, mailFrom: 'no-reply@office.example' },
      adminUrl: settings.adminUrl, appUrl: settings.appUrl, smtpUrl: null, log: { info: () => undefined, error: console.error }, now: () => Date.now() + 3_600_000,
    })
    const ended = await sweepHolds(late.office)
    await late.close()
    const faults = await judge(settings, tally)
    t.diagnostic(`${Math.round(attempts / seconds)} attempts/s, ${tally.repeats} repeated, ${kills} kills, ${count.cut} requests cut off and asked again, ${tally.held.size} held, ${ended} let go, ${JSON.stringify(Object.fromEntries(tally.refused))}`)
    t.diagnostic(JSON.stringify(faults))
    assert.deepEqual({ ...faults, booked: 0 }, { oversold: 0, doubled: 0, lost: 0, miscounted: 0, overdue: 0, booked: 0 })
    assert.equal(tally.twinsDiffer, 0)
    assert.equal(faults.booked, tally.confirmed.size)
    if (attempts >= 30_000) assert.ok(kills > 0, 'the run was long enough for a node to be killed')
  } finally {
    for (const { child } of running) child.kill('SIGKILL')
    await postgres.stop()
    await rm(dir, { recursive: true, force: true })
  }
})
