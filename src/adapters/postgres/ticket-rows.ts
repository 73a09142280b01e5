import type { Outcome } from '../../office/tickets/estimate-wait.ts'
import type { Ticket } from '../../office/tickets/ticket.ts'
import type { CounterSession, RecordedCall, TicketRow, TicketTx, TripCount } from '../../usecases/tickets/ticket-ports.ts'
import { instant, type Connection } from './connection.ts'

const columns = `id, position as "order", place, unit, day, letter, sequence, desk, rest, channel, priority, booking, booked_at as "bookedAt", device, state,
  taken_at as "takenAt", arrived_at as "arrivedAt", since, keeps_booking as "keepsBooking", only_counter as "onlyCounter", counter, called_at as "calledAt",
  calls, ended_at as "endedAt", cause, mark`
const sessionColumns = `place, counter, person, opened_at as "openedAt", break_since as "breakSince", favours`

export function ticketRows(db: Connection): TicketTx {
  const find = async (name: string, where: string, values: readonly unknown[]): Promise<readonly TicketRow[]> => {
    const { rows } = await db.query<TicketRow>({ name, text: `select ${columns} from tickets where ${where}`, values: [...values] })
    return rows
  }
  return {
    lockLine: (place) => lock(db, `line:${place}`),
    lockDevice: (device) => lock(db, `phone:${device}`),
    insertTicket: (ticket) => insertTicket(db, ticket),
    saveTicket: (ticket) => saveTicket(db, ticket),
    ticket: async (id, lock = false) => (await find(lock ? 'lock-ticket' : 'read-ticket', `id = $1${lock ? ' for update' : ''}`, [id]))[0] ?? null,
    ticketOfBooking: async (booking) => (await find('ticket-of-booking', 'booking = $1', [booking]))[0] ?? null,
    openTickets: (place, day) => find('open-tickets', `place = $1 and day = $2 and state in ('expected', 'waiting', 'called', 'away') order by position`, [place, day]),
    ticketsOfDevice: (device, place, day) => find('tickets-of-device', 'device = $1 and place = $2 and day = $3 order by position desc', [device, place, day]),
    recordTicketEvent: async (ticket, at, officer, { type, ...facts }) => {
      await db.query({
        name: 'record-ticket-event',
        text: 'insert into ticket_events (ticket, place, at, type, officer, facts) values ($1, $2, $3, $4, $5, $6)',
        values: [ticket.id, ticket.place, instant(at), type, officer, JSON.stringify(facts)],
      })
    },
    lastCalls: (place, since, limit) => lastCalls(db, place, since, limit),
    recordVisit: async (visit) => {
      await db.query({
        name: 'record-visit',
        text: 'insert into ticket_visits (ticket, place, desk, counter, called_at, ended_at) values ($1, $2, $3, $4, $5, $6)',
        values: [visit.ticket, visit.place, visit.desk, visit.counter, instant(visit.calledAt), instant(visit.endedAt)],
      })
    },
    visitTimes: (place, since, limit) => visitTimes(db, place, since, limit),
    recordEstimate: async (told) => {
      await db.query({
        name: 'record-estimate',
        text: `insert into ticket_estimates (ticket, place, told_at, from_ms, to_ms, desk, expected_ms) select $1, $2, $3, $4, $5, $6, $7
               where not exists (select from ticket_estimates where ticket = $1 and told_at > $3::timestamptz - interval '5 minutes' and called_at is null)
               on conflict do nothing`,
        values: [told.ticket, told.place, instant(told.at), told.fromMs, told.toMs, told.desk, Math.round(told.expectedMs)],
      })
    },
    judgeEstimates: async (ticket, calledAt) => {
      await db.query({
        name: 'judge-estimates',
        text: `update ticket_estimates set called_at = $2, was_right = extract(epoch from $2::timestamptz - told_at) * 1000 between from_ms and to_ms
               where ticket = $1 and called_at is null`,
        values: [ticket, instant(calledAt)],
      })
    },
    estimateOutcomes: (place, since, limit) => estimateOutcomes(db, place, since, limit),
    estimateFigures: async (place, since) => {
      const { rows } = await db.query<{ told: number; right: number }>(
        `select count(*)::int as told, (count(*) filter (where was_right))::int as right from ticket_estimates
         where called_at >= $2 and ($1::text is null or place = $1)`,
        [place, instant(since)],
      )
      return rows[0] ?? { told: 0, right: 0 }
    },
    counterSessions: async (place) => {
      const { rows } = await db.query<CounterSession>({ name: 'counter-sessions', text: `select ${sessionColumns} from counter_sessions where place = $1 order by counter`, values: [place] })
      return rows
    },
    counterOf: async (person) => {
      const { rows } = await db.query<CounterSession>({ name: 'counter-of', text: `select ${sessionColumns} from counter_sessions where person = $1`, values: [person] })
      return rows[0] ?? null
    },
    saveCounter: async (session) => {
      await db.query({
        name: 'save-counter',
        text: `insert into counter_sessions (place, counter, person, opened_at, break_since, favours) values ($1, $2, $3, $4, $5, $6)
               on conflict (place, counter) do update set person = excluded.person, opened_at = excluded.opened_at, break_since = excluded.break_since, favours = excluded.favours`,
        values: [session.place, session.counter, session.person, instant(session.openedAt), instant(session.breakSince), session.favours],
      })
    },
    closeCounter: async (place, counter) => {
      await db.query('delete from counter_sessions where place = $1 and counter = $2', [place, counter])
    },
    tripCounts: (from, today) => tripCounts(db, from, today),
    markFigures: async (from) => {
      const { rows } = await db.query<{ place: string; marks: number; mean: number }>(
        'select place, count(*)::int as marks, avg(mark)::float8 as mean from tickets where mark is not null and day >= $1 group by 1 order by 1',
        [from],
      )
      return rows
    },
  }
}

async function lock(db: Connection, what: string): Promise<void> {
  await db.query({ name: 'lock-line', text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))', values: [what] })
}

async function insertTicket(db: Connection, ticket: Ticket): Promise<TicketRow> {
  const { rows } = await db.query<{ order: number }>({
    name: 'insert-ticket',
    text: `insert into tickets (id, place, unit, day, letter, sequence, desk, rest, channel, priority, booking, booked_at, device, state, taken_at,
             arrived_at, since, keeps_booking)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) returning position as "order"`,
    values: [
      ticket.id, ticket.place, ticket.unit, ticket.day, ticket.letter, ticket.sequence, ticket.desk, ticket.rest, ticket.channel, ticket.priority, ticket.booking,
      instant(ticket.bookedAt), ticket.device, ticket.state, instant(ticket.takenAt), instant(ticket.arrivedAt), instant(ticket.since), ticket.keepsBooking,
    ],
  })
  return { ...ticket, order: rows[0]?.order ?? 0 }
}

async function saveTicket(db: Connection, ticket: Ticket): Promise<void> {
  await db.query({
    name: 'save-ticket',
    text: `update tickets set desk = $2, rest = $3, state = $4, arrived_at = $5, since = $6, keeps_booking = $7, only_counter = $8, counter = $9,
             called_at = $10, calls = $11, ended_at = $12, cause = $13, mark = $14, priority = $15 where id = $1`,
    values: [
      ticket.id, ticket.desk, ticket.rest, ticket.state, instant(ticket.arrivedAt), instant(ticket.since), ticket.keepsBooking, ticket.onlyCounter, ticket.counter,
      instant(ticket.calledAt), ticket.calls, instant(ticket.endedAt), ticket.cause, ticket.mark, ticket.priority,
    ],
  })
}

async function lastCalls(db: Connection, place: string, since: number, limit: number): Promise<readonly RecordedCall[]> {
  const { rows } = await db.query<RecordedCall>({
    name: 'last-calls',
    text: `select e.position as id, e.at, t.letter, t.sequence, e.facts ->> 'counter' as counter from ticket_events e join tickets t on t.id = e.ticket
           where e.place = $1 and e.type in ('called', 'recalled') and e.at >= $2 order by e.position desc limit $3`,
    values: [place, instant(since), limit],
  })
  return rows
}

async function visitTimes(db: Connection, place: string, since: number, limit: number): Promise<ReadonlyMap<string, readonly number[]>> {
  const { rows } = await db.query<{ desk: string; times: readonly number[] }>({
    name: 'visit-times',
    text: `select d.desk, array(
             select (extract(epoch from v.ended_at - v.called_at) * 1000)::float8 from ticket_visits v
             where v.place = $1 and v.desk = d.desk and v.ended_at >= $2 order by v.ended_at desc limit $3) as times
           from (select jsonb_array_elements(desks) ->> 'key' as desk from places where code = $1) d`,
    values: [place, instant(since), limit],
  })
  return new Map(rows.map((row) => [row.desk, row.times]))
}

async function estimateOutcomes(db: Connection, place: string, since: number, limit: number): Promise<ReadonlyMap<string, readonly Outcome[]>> {
  const { rows } = await db.query<{ desk: string } & Outcome>({
    name: 'estimate-outcomes',
    text: `select d.desk, e.* from (select jsonb_array_elements(desks) ->> 'key' as desk from places where code = $1) d,
             lateral (select expected_ms as "expectedMs", (extract(epoch from called_at - told_at) * 1000)::float8 as "waitedMs" from ticket_estimates
                      where place = $1 and desk = d.desk and called_at >= $2 order by called_at desc limit $3) e`,
    values: [place, instant(since), limit],
  })
  return Map.groupBy(rows, (row) => row.desk)
}

/** A ticket of an earlier day that never ended was waited with in vain. */
async function tripCounts(db: Connection, from: string, today: string): Promise<readonly TripCount[]> {
  const { rows } = await db.query<TripCount>(
    `select to_char(day, 'YYYY-MM') as month, place, state, cause, count(*)::int as tickets from tickets
     where day >= $1 and arrived_at is not null and (day < $2 or state in ('served', 'not-served', 'left'))
     group by 1, 2, 3, 4 order by 1 desc, 2`,
    [from, today],
  )
  return rows
}
