import type { Role } from '../../office/application-events.ts'
import { decisionsIn } from '../../office/day/honest-day.ts'
import type { Office, Tx, UnitClock } from '../ports.ts'
import type { OfficerRow } from './duty-ports.ts'

/** One duty of one officer, as a day is planned with it. Milliseconds of working time. */
export type OfficerToday = {
  readonly person: string
  readonly role: Role
  /** From one decision to the next. */
  readonly paceMs: number
  /** False: the pace is what the service says, since too little was measured. */
  readonly measured: boolean
  readonly awayUntil: number | null
  readonly absences: OfficerRow['absences']
}

const minuteMs = 60_000
/** Two weeks hold about ten working days. */
const measuredOver = 14 * 24 * 60 * minuteMs
const enough = 5
/** Whatever is measured, nobody is reckoned to decide more than sixty cases in an hour. */
const fastest = minuteMs

/** Who has a role in a unit, how fast they were in the last two weeks, and who is away now. */
export async function whoIsThere(office: Office, tx: Tx, unit: string, minutes: Readonly<Record<Role, number>>): Promise<readonly OfficerToday[]> {
  const now = office.now()
  const rows = await tx.officers(unit, office.today(), now, now - measuredOver)
  const duties = (person: string) => rows.filter((row) => row.person === person).length
  return rows.map(({ person, role, absences, medianMs, measured }) => {
    const known = measured >= enough && medianMs !== null
    // Who has two duties has half of their time for each.
    const paceMs = Math.max(fastest, known ? medianMs : minutes[role] * minuteMs) * duties(person)
    return { person, role, paceMs, measured: known, awayUntil: absences.find(({ from }) => from <= now)?.to ?? null, absences }
  })
}

/** How many decisions of a role can be made until an instant by those who are there; one officer where nobody is known. */
export function decisionsUntil(officers: readonly OfficerToday[], role: Role, minutes: number, clock: UnitClock, now: number, until: number): number {
  const those = officers.filter((officer) => officer.role === role)
  const time = clock.workingTime(now, until)
  if (those.length === 0) return decisionsIn(time, minutes * minuteMs)
  return those.reduce((sum, { absences, paceMs }) => sum + decisionsIn(time - awayTime(absences, clock, now, until), paceMs), 0)
}

function awayTime(absences: OfficerToday['absences'], clock: UnitClock, now: number, until: number): number {
  return absences.reduce((sum, { from, to }) => sum + Math.max(0, clock.workingTime(Math.max(now, from), Math.min(until, Math.max(now, to)))), 0)
}
