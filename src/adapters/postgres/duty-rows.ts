import type { AbsenceRow, DutyTx, HeldRow, OfficerRow } from '../../usecases/duty/duty-ports.ts'
import { instant, type Connection } from './connection.ts'

const absence = `id, person, unit, first_day as "firstDay", last_day as "lastDay", starts_at as "startsAt", ends_at as "endsAt", deputy, kind,
  recorded_by as "recordedBy", recorded_at as "recordedAt", ended_at as "endedAt"`
const notOver = 'ended_at is null and ends_at > $2'

export function dutyRows(db: Connection): DutyTx {
  const rowsOf = async <T extends object>(text: string, values: readonly unknown[]): Promise<readonly T[]> => (await db.query<T>(text, [...values])).rows
  const lock = async (name: string) => {
    await db.query({ name: 'lock-name', text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))', values: [name] })
  }
  return {
    saveAbsence: async (row) => {
      await db.query(
        `insert into absences (id, person, unit, first_day, last_day, starts_at, ends_at, deputy, kind, recorded_by, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [row.id, row.person, row.unit, row.firstDay, row.lastDay, instant(row.startsAt), instant(row.endsAt), row.deputy, row.kind, row.recordedBy, instant(row.recordedAt)],
      )
    },
    absence: async (id) => (await rowsOf<AbsenceRow>(`select ${absence} from absences where id = $1`, [id]))[0] ?? null,
    endAbsence: async (id, at, by) => {
      await db.query('update absences set ended_at = $2, ended_by = $3 where id = $1 and ended_at is null', [id, instant(at), by])
    },
    absencesOf: (person, now) => rowsOf(`select ${absence} from absences where person = $1 and ${notOver} order by starts_at, unit`, [person, instant(now)]),
    absencesIn: (unit, now) => rowsOf(`select ${absence} from absences where unit = $1 and ${notOver} order by starts_at, person`, [unit, instant(now)]),
    away: async (unit, at) => {
      const rows = await rowsOf<{ person: string }>(`select person from absences where unit = $1 and ${notOver} and starts_at <= $2`, [unit, instant(at)])
      return new Set(rows.map((row) => row.person))
    },
    lockAbsences: (person) => lock(`absences:${person}`),
    heldBy: async (person, unit) => {
      const rows = await rowsOf<{ id: string }>('select id from cases where holder = $1 and unit = $2 order by deadline, id', [person, unit])
      return rows.map((row) => row.id)
    },
    dayLoads: async (unit) => {
      const { rows } = await db.query<{ day: string; toCheck: number; toSign: number }>({
        name: 'day-loads',
        text: 'select day, to_check as "toCheck", to_sign as "toSign" from day_loads where unit = $1 and to_check + to_sign > 0 order by day',
        values: [unit],
      })
      return rows
    },
    lockPromises: (unit) => lock(`promises:${unit}`),
    unitsWithOfficers: async (today) => {
      const rows = await rowsOf<{ unit: string }>(
        `select distinct unit from duties where duty = 'verifier' and valid_from <= $1 and (valid_until is null or valid_until >= $1) order by unit`,
        [today],
      )
      return rows.map((row) => row.unit)
    },
    colleagues: (unit, today) =>
      rowsOf('select person, duty from duties where unit = $1 and valid_from <= $2 and (valid_until is null or valid_until >= $2) order by person, duty', [unit, today]),
    ...workRows(db),
  }
}

function workRows(db: Connection) {
  return {
    saveWork: async (row) => {
      await db.query(
        'insert into work_done (application, version, unit, service, role, person, at, busy_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)',
        [row.application, row.version, row.unit, row.service, row.role, row.person, instant(row.at), Math.round(row.busyMs)],
      )
    },
    lastWork: async (person) => {
      const { rows } = await db.query<{ at: number }>('select at from work_done where person = $1 order by at desc limit 1', [person])
      return rows[0]?.at ?? null
    },
    officers: async (unit, today, now, since) => {
      const { rows } = await db.query<OfficerRow>({
        name: 'officers-of-unit',
        text: `select d.person, d.duty as role, coalesce(a.absences, '[]') as absences, w."medianMs", coalesce(w.measured, 0) as measured
          from duties d
          left join lateral (
            select json_agg(json_build_object('from', extract(epoch from starts_at) * 1000, 'to', extract(epoch from ends_at) * 1000)) as absences
            from absences where person = d.person and unit = d.unit and ended_at is null and ends_at > $3
          ) a on true
          left join lateral (
            select percentile_disc(0.5) within group (order by busy_ms) as "medianMs", count(*)::int as measured
            from (select busy_ms from work_done where person = d.person and unit = d.unit and role = d.duty and at >= $4 order by at desc limit 200) last
          ) w on true
          where d.unit = $1 and d.duty in ('verifier', 'head') and d.valid_from <= $2 and (d.valid_until is null or d.valid_until >= $2)
          order by d.person, d.duty`,
        values: [unit, today, instant(now), instant(since)],
      })
      return rows
    },
    workSince: async (unit, since) => {
      const { rows } = await db.query(
        `select w.person, w.role, count(*)::int as count from (select distinct person from duties where unit = $1) d join work_done w on w.person = d.person
         where w.unit = $1 and w.at >= $2 group by w.person, w.role`,
        [unit, instant(since)],
      )
      return rows
    },
    ...lineRows(db),
  } satisfies Partial<DutyTx>
}

function lineRows(db: Connection) {
  return {
    lineByDeadline: async (unit, role) => {
      const { rows } = await db.query<{ deadline: number; count: number }>(
        'select deadline, count(*)::int as count from cases where unit = $1 and role = $2 and holder is null and deadline is not null group by deadline order by deadline',
        [unit, role],
      )
      return rows
    },
    heldIn: async (unit, role, limit) => {
      const { rows } = await db.query<HeldRow>(
        `select id, number, role, holder, checked_by as "checkedBy", deadline from cases
         where unit = $1 and role = $2 and holder is not null and deadline is not null order by deadline, submitted_at, id limit $3`,
        [unit, role, limit],
      )
      return rows
    },
    heldCounts: async (unit, now, endOfDay) => {
      const { rows } = await db.query(
        `select holder as person, role, count(*)::int as open, (count(*) filter (where deadline < $2))::int as late,
           (count(*) filter (where deadline >= $2 and deadline <= $3))::int as "dueToday"
         from cases where unit = $1 and role in ('verifier', 'head') and holder is not null group by holder, role`,
        [unit, instant(now), instant(endOfDay)],
      )
      return rows
    },
    judgedSince: async (ids, since) => {
      const { rows } = await db.query<{ stream: string }>(
        `select distinct stream from events where stream = any($1::uuid[]) and type in ('DocumentJudged', 'AnswerJudged') and at >= $2`,
        [ids, instant(since)],
      )
      return new Set(rows.map((row) => row.stream))
    },
    waitingForApplicant: async (unit, limit) => {
      const { rows } = await db.query(
        `select id, number, service, since from cases where unit = $1 and state = 'correction' order by since limit $2`,
        [unit, limit],
      )
      return rows
    },
  } satisfies Partial<DutyTx>
}
