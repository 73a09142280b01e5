import type { Role } from '../../office/application-events.ts'
import type { CaseRow, QueueCounts, QueueQuery } from '../../usecases/ports.ts'
import { instant, type Connection } from './connection.ts'

const columns = `id, version, number, service, service_version as "serviceVersion", unit, person, state, task, role, holder,
  checked_by as "checkedBy", submitted_at as "submittedAt", deadline, decided_at as "decidedAt", working_ms as "workingMs",
  returned, corrected, days, stops, escalated, lapsed`

export async function saveCase(db: Connection, row: CaseRow): Promise<void> {
  await db.query({
    name: 'save-case',
    text: `insert into cases (id, version, number, service, service_version, unit, person, state, task, role, holder, checked_by,
        submitted_at, deadline, decided_at, working_ms, returned, corrected, days, stops, escalated, lapsed)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
      on conflict (id) do update set version = excluded.version, unit = excluded.unit, state = excluded.state, task = excluded.task,
        role = excluded.role, holder = excluded.holder, checked_by = excluded.checked_by, deadline = excluded.deadline,
        decided_at = excluded.decided_at, working_ms = excluded.working_ms, returned = excluded.returned, corrected = excluded.corrected,
        days = excluded.days, stops = excluded.stops, escalated = excluded.escalated, lapsed = excluded.lapsed`,
    values: [
      row.id, row.version, row.number, row.service, row.serviceVersion, row.unit, row.person, row.state, row.task, row.role, row.holder,
      row.checkedBy, instant(row.submittedAt), instant(row.deadline), instant(row.decidedAt), row.workingMs, row.returned, row.corrected,
      row.days, JSON.stringify(row.stops), row.escalated, row.lapsed,
    ],
  })
}

export async function findCase(db: Connection, column: 'id' | 'number', value: string): Promise<CaseRow | null> {
  const { rows } = await db.query<CaseRow>(`select ${columns} from cases where ${column} = $1`, [value])
  return rows[0] ?? null
}

/** Cases by a condition of this program's own, never of a visitor's. */
export async function readCases(db: Connection, condition: string, values: readonly unknown[]): Promise<readonly CaseRow[]> {
  const { rows } = await db.query<CaseRow>(`select ${columns} from cases where ${condition}`, [...values])
  return rows
}

export async function casesOf(db: Connection, person: string): Promise<readonly CaseRow[]> {
  const { rows } = await db.query<CaseRow>(`select ${columns} from cases where person = $1 order by submitted_at desc limit 200`, [person])
  return rows
}

/** The fair line of a unit and role: oldest deadline first, then who came first. */
export async function readQueue(db: Connection, query: QueueQuery): Promise<readonly CaseRow[]> {
  const { rows } = await db.query<CaseRow>(
    `select ${columns} from cases
     where unit = $1 and role = $2 and ($3::text is null or holder = $3) and ($4::timestamptz is null or deadline <= $4)
     order by deadline, submitted_at, id limit $5 offset $6`,
    [query.unit, query.role, query.holder ?? null, instant(query.until ?? null), query.limit, query.offset],
  )
  return rows
}

/** The next case that nobody holds; a head is never offered a case that they checked themselves. */
export async function nextInLine(db: Connection, unit: string, role: Role, person: string): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>(
    `select id from cases
     where unit = $1 and role = $2 and holder is null and (role <> 'head' or checked_by is distinct from $3)
     order by deadline, submitted_at, id limit 1`,
    [unit, role, person],
  )
  return rows[0]?.id ?? null
}

export async function queueCounts(db: Connection, unit: string, role: Role, now: number, endOfDay: number): Promise<QueueCounts> {
  const { rows } = await db.query<QueueCounts>(
    `select
       (select count(*)::int from cases where unit = $1 and role = $2) as "open",
       (select count(*)::int from cases where unit = $1 and role = $2 and deadline < $3) as "late",
       (select count(*)::int from cases where unit = $1 and role = $2 and deadline >= $3 and deadline <= $4) as "dueToday",
       (select count(*)::int from cases where unit = $1 and state = 'correction') as "waitingForApplicant"`,
    [unit, role, instant(now), instant(endOfDay)],
  )
  return rows[0] ?? { open: 0, late: 0, dueToday: 0, waitingForApplicant: 0 }
}

/** Measured, not promised: the mean working time of the decisions since an instant. */
export async function averageOf(db: Connection, service: string, since: number): Promise<{ workingMs: number; cases: number } | null> {
  const { rows } = await db.query<{ workingMs: number | null; cases: number }>(
    `select avg(working_ms)::float8 as "workingMs", count(*)::int as cases from cases
     where service = $1 and working_ms is not null and decided_at >= $2`,
    [service, instant(since)],
  )
  const found = rows[0]
  return found && found.workingMs !== null ? { workingMs: found.workingMs, cases: found.cases } : null
}

export async function holdersOf(db: Connection, unit: string, now: number): Promise<readonly { person: string; open: number; late: number }[]> {
  const { rows } = await db.query<{ person: string; open: number; late: number }>(
    `select holder as person, count(*)::int as open, (count(*) filter (where deadline < $2))::int as late
     from cases where unit = $1 and holder is not null group by holder order by late desc, open desc`,
    [unit, instant(now)],
  )
  return rows
}
