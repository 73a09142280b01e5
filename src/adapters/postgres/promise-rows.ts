import type { CalendarData, CalendarDayRow, DecreeRow, MovedPromise, OpenPromise, PromiseTx, UnitHours } from '../../usecases/promises/promise-ports.ts'
import { readCases } from './case-rows.ts'
import { instant, type Connection } from './connection.ts'
import { appendMany } from './event-log.ts'

export function promiseRows(db: Connection): PromiseTx {
  return {
    calendarRevision: () => calendarRevision(db),
    calendarData: () => calendarData(db),
    holdCalendar: async (change) => {
      await db.query(`select ${change ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared'}(7221927)`)
    },
    daysOffBetween: async (from, to) => {
      const { rows } = await db.query<CalendarDayRow>(
        'select date, name, kind, unit from calendar_days where revoked_at is null and date between $1 and $2 order by date, unit nulls first',
        [from, to],
      )
      return rows
    },
    decrees: async (limit) => {
      const { rows } = await db.query<DecreeRow>(
        `select date, name, kind, unit, added_at as "addedAt", revoked_at as "revokedAt" from calendar_days
         where kind = 'joint-leave' order by coalesce(revoked_at, added_at) desc, id desc limit $1`,
        [limit],
      )
      return rows
    },
    decreeDay: async (day) => {
      const { rowCount } = await db.query(
        `insert into calendar_days (date, kind, name, unit, added_at, added_by) values ($1, 'joint-leave', $2, $3, ${afterAllCases('$4')}, $5)
         on conflict (date, (coalesce(unit, ''))) where revoked_at is null do nothing`,
        [day.date, JSON.stringify(day.name), day.unit, instant(day.at), day.by],
      )
      return (rowCount ?? 0) > 0
    },
    revokeDay: async (day) => {
      const { rowCount } = await db.query(
        `update calendar_days set revoked_at = greatest(${afterAllCases('$3')}, added_at), revoked_by = $4
         where date = $1 and unit is not distinct from $2 and kind = 'joint-leave' and revoked_at is null`,
        [day.date, day.unit, instant(day.at), day.by],
      )
      return (rowCount ?? 0) > 0
    },
    openPromises: (asked) => openPromises(db, asked),
    moveDeadlines: (moved, at) => moveDeadlines(db, moved, at),
    movedBy: async (dates) => {
      const { rows } = await db.query<{ day: string; count: number }>(
        `select (canonical::jsonb #>> '{event,day}') as day, count(distinct stream)::int as count from events
         where type = 'DeadlineMoved' and (canonical::jsonb #>> '{event,day}') = any($1) group by 1`,
        [dates],
      )
      return new Map(rows.map((row) => [row.day, row.count]))
    },
    casesMovedBy: async (date, units, limit) => {
      const { rows } = await db.query<{ id: string; from: number; to: number }>(
        `select e.stream as id, (canonical::jsonb #>> '{event,from}')::bigint as from, (canonical::jsonb #>> '{event,to}')::bigint as to
         from events e join cases c on c.id = e.stream
         where e.type = 'DeadlineMoved' and (canonical::jsonb #>> '{event,day}') = $1 and c.unit = any($2) order by e.position desc limit $3`,
        [date, units, limit],
      )
      return rows
    },
    scheduleAlarms: async (id, at, early) => {
      await db.query({
        name: 'schedule-alarms',
        text: `select graphile_worker.add_job('promise', payload => $1::json, max_attempts => 25, job_key => $2,
          run_at => case when $4 then greatest($3::timestamptz, now() + interval '5 seconds') else $3::timestamptz end)`,
        values: [JSON.stringify({ application: id }), `promise:${id}`, instant(at), early],
      })
    },
    holdCase: async (id) => {
      const { rows } = await db.query<{ version: number }>('select version from cases where id = $1 for update', [id])
      return rows[0]?.version ?? null
    },
    unitAbove: async (unit) => {
      const { rows } = await db.query<{ parent: string | null }>('select parent from units where code = $1', [unit])
      return rows[0]?.parent ?? null
    },
    escalatedTo: (unit, limit) =>
      readCases(db, 'escalated and decided_at is null and unit in (select code from units where parent = $1) order by deadline nulls last, id limit $2', [unit, limit]),
  }
}

/**
 * The instant of a change of the calendar, later than every case that is in, whatever the clocks of the nodes say: so for each
 * promise it is known for ever whether it was made before or after.
 */
const afterAllCases = (parameter: string): string =>
  `greatest(${parameter}::timestamptz, (select max(submitted_at) from cases)) + interval '1 millisecond'`

async function calendarRevision(db: Connection): Promise<string> {
  const { rows } = await db.query<{ revision: string }>({
    name: 'calendar-revision',
    text: `select coalesce(max(id), 0) || ':' || count(revoked_at) as revision from calendar_days`,
  })
  return rows[0]?.revision ?? ''
}

async function calendarData(db: Connection): Promise<CalendarData> {
  const units = await db.query<UnitHours & { code: string }>('select code, zone, weekly from units')
  const days = await db.query<CalendarData['daysOff'][number]>(
    'select date, unit, added_at as "addedAt", revoked_at as "revokedAt" from calendar_days order by id',
  )
  return { units: new Map(units.rows.map(({ code, ...own }) => [code, own])), daysOff: days.rows }
}

async function openPromises(db: Connection, { after, endingFrom, limit }: Parameters<PromiseTx['openPromises']>[0]): Promise<readonly OpenPromise[]> {
  const { rows } = await db.query<OpenPromise>({
    name: 'open-promises',
    text: `select id, version, unit, service, service_version as "serviceVersion", submitted_at as "submittedAt", deadline, days, stops
      from cases where deadline is not null and decided_at is null and deadline >= $2 and ($1::uuid is null or id > $1) order by id limit $3`,
    values: [after, instant(endingFrom), limit],
  })
  return rows
}

/** Four statements, however many cases. The unique key of streams and versions guards them all. */
async function moveDeadlines(db: Connection, moved: readonly MovedPromise[], at: number): Promise<void> {
  if (moved.length === 0) return
  await appendMany(db, moved.map(({ id, version, facts }) => ({ id, after: version, events: facts })), at, { kind: 'system' })
  await db.query(
    `update cases c set deadline = m.deadline, version = m.version
     from jsonb_to_recordset($1::jsonb) as m (id uuid, deadline timestamptz, version int) where c.id = m.id`,
    [JSON.stringify(moved.map(({ id, deadline, version, facts }) => ({ id, deadline: instant(deadline), version: version + facts.length })))],
  )
  await addJobs(db, 'promise-mail', moved.map(({ id }) => ({ payload: { application: id, message: 'moved' }, key: null, at: null })))
  await addJobs(db, 'promise', moved.flatMap(({ id, alarmAt }) => (alarmAt === null ? [] : [{ payload: { application: id }, key: `promise:${id}`, at: instant(alarmAt) }])))
}

async function addJobs(db: Connection, task: string, jobs: readonly { readonly payload: object; readonly key: string | null; readonly at: string | null }[]): Promise<void> {
  if (jobs.length === 0) return
  await db.query(
    `select count(*) from graphile_worker.add_jobs(array(
      select row($1, j.payload, null, j.at, 25, j.key, null, null)::graphile_worker.job_spec
      from json_to_recordset($2::json) as j (payload json, key text, at timestamptz)))`,
    [task, JSON.stringify(jobs)],
  )
}
