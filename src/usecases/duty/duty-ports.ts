import type { DutyName, Role } from '../../office/application-events.ts'
import type { DayLoad } from '../../office/day/honest-day.ts'

/** What the use cases of duties, absences and the day read and write in a transaction. Instants in epoch milliseconds. */
export type DutyTx = {
  saveAbsence(row: Omit<AbsenceRow, 'endedAt'>): Promise<void>
  absence(id: string): Promise<AbsenceRow | null>
  endAbsence(id: string, at: number, by: string): Promise<void>
  /** Absences that are not over, by when they begin: of one person, or in one unit. */
  absencesOf(person: string, now: number): Promise<readonly AbsenceRow[]>
  absencesIn(unit: string, now: number): Promise<readonly AbsenceRow[]>
  /** Who is away from a unit at an instant. */
  away(unit: string, at: number): Promise<ReadonlySet<string>>
  /** One after another: the absences of one person are changed by one at a time. */
  lockAbsences(person: string): Promise<void>

  /** Cases of a unit in somebody's hands. */
  heldBy(person: string, unit: string): Promise<readonly string[]>

  saveWork(row: WorkRow): Promise<void>
  /** When a person finished something last, in any unit; null when never. */
  lastWork(person: string): Promise<number | null>
  /** Everybody with a role in a unit, with their absences that are not over and their measured pace since an instant. */
  officers(unit: string, today: string, now: number, since: number): Promise<readonly OfficerRow[]>
  /** Steps finished since an instant, by person and role. */
  workSince(unit: string, since: number): Promise<readonly { readonly person: string; readonly role: Role; readonly count: number }[]>

  /** How many tasks of the line nobody holds, by deadline, nearest first. */
  lineByDeadline(unit: string, role: Role): Promise<readonly { readonly deadline: number; readonly count: number }[]>
  /** What lies in somebody's hands in a unit, nearest deadline first. */
  heldIn(unit: string, role: Role, limit: number): Promise<readonly HeldRow[]>
  heldCounts(unit: string, now: number, endOfDay: number): Promise<readonly { readonly person: string; readonly role: Role; readonly open: number; readonly late: number; readonly dueToday: number }[]>
  /** Of these cases, those of which a part was judged since an instant. */
  judgedSince(ids: readonly string[], since: number): Promise<ReadonlySet<string>>
  waitingForApplicant(unit: string, limit: number): Promise<readonly { readonly id: string; readonly number: string; readonly service: string; readonly since: number | null }[]>

  /** What a unit promised for which day and has not done. */
  dayLoads(unit: string): Promise<readonly DayLoad[]>
  /** Promises of a unit are made one at a time: who comes second waits here for the first to be kept or dropped. */
  lockPromises(unit: string): Promise<void>
  /** Units in which somebody checks applications. */
  unitsWithOfficers(today: string): Promise<readonly string[]>
  colleagues(unit: string, today: string): Promise<readonly { readonly person: string; readonly duty: DutyName }[]>
}

/** Their work for later. Jobs carry references, never personal data. */
export type DutyJob = { readonly task: 'hand-over'; readonly absence: string }

/** Kinds of absence. None of them is an illness: what a day can hold does not depend on it. */
export const absenceKinds = ['leave', 'duty-elsewhere', 'training', 'other'] as const
export type AbsenceKind = (typeof absenceKinds)[number]

export type AbsenceRow = {
  readonly id: string
  readonly person: string
  readonly unit: string
  /** `YYYY-MM-DD`, both included. */
  readonly firstDay: string
  readonly lastDay: string
  readonly startsAt: number
  /** Not included. */
  readonly endsAt: number
  readonly deputy: string | null
  readonly kind: AbsenceKind
  readonly recordedBy: string
  readonly recordedAt: number
  readonly endedAt: number | null
}

export type WorkRow = {
  readonly application: string
  readonly version: number
  readonly unit: string
  readonly service: string
  readonly role: Role
  readonly person: string
  readonly at: number
  readonly busyMs: number
}

export type OfficerRow = {
  readonly person: string
  readonly role: Role
  readonly absences: readonly { readonly from: number; readonly to: number }[]
  /** Median working milliseconds of a decision, and of how many; null when there is none. */
  readonly medianMs: number | null
  readonly measured: number
}

export type HeldRow = { readonly id: string; readonly number: string; readonly role: Role; readonly holder: string | null; readonly checkedBy: string | null; readonly deadline: number }
