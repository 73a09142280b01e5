import type { Role } from '../../office/application-events.ts'
import { predict, type DayCase, type DayClock, type DayOfficer } from '../../office/day/predict.ts'
import { suggestMoves } from '../../office/day/suggest-moves.ts'
import type { CaseRow, Office, Tx } from '../ports.ts'
import type { HeldRow } from './duty-ports.ts'
import { whoIsThere, type OfficerToday } from './who-is-there.ts'

/** One duty of one officer on the head's list. */
export type OfficerLoad = {
  readonly person: string
  readonly name: string
  readonly role: Role
  readonly held: number
  readonly late: number
  readonly dueToday: number
  readonly doneToday: number
  /** Working minutes from one decision to the next. */
  readonly paceMinutes: number
  /** False: nothing much was measured yet, it is what the service says. */
  readonly measured: boolean
  readonly awayUntil: number | null
}

export type SuggestionView = {
  readonly role: Role
  readonly from: { readonly person: string; readonly name: string }
  readonly to: { readonly person: string; readonly name: string }
  readonly cases: readonly { readonly id: string; readonly number: string }[]
  readonly away: boolean
  readonly holds: number
  readonly late: number
  readonly toHolds: number
}

export type DayPlan = {
  readonly officers: readonly OfficerLoad[]
  readonly atRisk: readonly CaseRow[]
  readonly riskCount: number
  readonly suggestions: readonly SuggestionView[]
}

/** Officers who could be given a task of a role: those with the duty who are there, by name. */
export async function listReceivers(office: Office, asked: { readonly unit: string; readonly role: Role }): Promise<readonly { readonly person: string; readonly name: string }[]> {
  return office.store.transaction(async (tx) => {
    const there = (await whoIsThere(office, tx, asked.unit, minutesOf(office))).filter((officer) => officer.role === asked.role && officer.awayUntil === null)
    const names = await tx.names(there.map(({ person }) => person))
    return there.map(({ person }) => ({ person, name: names.get(person) ?? '—' })).sort((a, b) => (a.name < b.name ? -1 : 1))
  })
}

const roles: readonly Role[] = ['verifier', 'head']
/** So much is looked at for moves and lists: more than any unit's officers hold; the line beyond it is only counted. */
const heldAtMost = 300
const lineAtMost = 200
const listed = 50

/**
 * What will be late if everybody goes on as they do, and what the head can do about it. A case is at risk when its deadline is
 * still ahead, and at the measured pace of those on duty the work before it takes longer than the working time that is left.
 */
export async function planDay(office: Office, tx: Tx, unit: string, endOfDay: number): Promise<DayPlan> {
  const now = office.now()
  const working = await office.calendars.of(unit)
  const clock: DayClock = { now, workingTime: working.workingTime }
  const startOfDay = working.startOfDay(working.date(now))
  const minutes = minutesOf(office)
  const people = await whoIsThere(office, tx, unit, minutes)
  const officers = people.map((officer): DayOfficer => ({ ...officer, away: officer.awayUntil !== null }))

  const held: HeldRow[] = []
  for (const role of roles) held.push(...(await tx.heldIn(unit, role, heldAtMost)))
  const begun = await tx.judgedSince(held.map(({ id }) => id), startOfDay)
  const heldCases = held.map((row): DayCase => ({ ...row, begun: begun.has(row.id) }))
  const line: CaseRow[] = []
  for (const role of roles) line.push(...(await tx.queue({ unit, role, free: true, limit: lineAtMost, offset: 0 })))

  const counted = [...heldCases, ...(await wholeLine(tx, unit))]
  const risky = predict(counted, officers, clock)
  const riskCount = counted.filter(({ id, deadline }) => deadline >= now && risky.late.has(id)).length
  const seen = [...heldCases, ...line.map(dayCase)]
  const late = predict(seen, officers, clock).late
  const atRisk = new Set(seen.filter(({ id, deadline }) => deadline >= now && late.has(id)).map(({ id }) => id))
  const rows = [...line.filter(({ id }) => atRisk.has(id)), ...(await rowsOf(tx, held.filter(({ id }) => atRisk.has(id))))]
  const numbers = new Map(held.map((row) => [row.id, row.number]))
  const suggested = suggestMoves(seen, officers, clock).moves
  const names = await tx.names([...new Set([...people.map(({ person }) => person), ...held.flatMap(({ holder }) => holder ?? [])])])
  const named = (person: string) => ({ person, name: names.get(person) ?? '—' })
  return {
    officers: await loads(tx, unit, people, { now, endOfDay, startOfDay }, (person) => named(person).name),
    atRisk: rows.sort((a, b) => (a.deadline ?? 0) - (b.deadline ?? 0)).slice(0, listed),
    riskCount,
    suggestions: suggested.map((move) => ({
      ...move, from: named(move.from), to: named(move.to), cases: move.cases.map((id) => ({ id, number: numbers.get(id) ?? '—' })),
    })),
  }
}

/** Until an officer's pace is measured: the longest time that any service reckons with. */
function minutesOf(office: Office): Readonly<Record<Role, number>> {
  const longest = (role: Role) => Math.max(1, ...office.services.list().map(({ capacity }) => capacity[role]))
  return { verifier: longest('verifier'), head: longest('head') }
}

/** Every task of the line, however long, without its rows: how many there are of each deadline is enough to reckon with. */
async function wholeLine(tx: Tx, unit: string): Promise<readonly DayCase[]> {
  const tasks: DayCase[] = []
  for (const role of roles)
    for (const { deadline, count } of await tx.lineByDeadline(unit, role))
      for (let index = 0; index < count; index++) tasks.push({ id: `${role} ${deadline} ${index}`, role, holder: null, deadline, checkedBy: null, begun: false })
  return tasks
}

function dayCase({ id, role, holder, deadline, checkedBy }: CaseRow): DayCase {
  return { id, role: role ?? 'verifier', holder, deadline: deadline ?? Infinity, checkedBy, begun: false }
}

async function rowsOf(tx: Tx, held: readonly HeldRow[]): Promise<readonly CaseRow[]> {
  const rows: CaseRow[] = []
  for (const { id } of held.slice(0, listed)) {
    const row = await tx.caseRow(id)
    if (row) rows.push(row)
  }
  return rows
}

type Day = { readonly now: number; readonly endOfDay: number; readonly startOfDay: number }

async function loads(tx: Tx, unit: string, people: readonly OfficerToday[], day: Day, nameOf: (person: string) => string): Promise<readonly OfficerLoad[]> {
  const counts = await tx.heldCounts(unit, day.now, day.endOfDay)
  const done = await tx.workSince(unit, day.startOfDay)
  return people.map(({ person, role, paceMs, measured, awayUntil }) => {
    const load = counts.find((row) => row.person === person && row.role === role)
    return {
      person, role, measured, awayUntil,
      name: nameOf(person),
      held: load?.open ?? 0,
      late: load?.late ?? 0,
      dueToday: load?.dueToday ?? 0,
      doneToday: done.find((row) => row.person === person && row.role === role)?.count ?? 0,
      paceMinutes: paceMs / 60_000,
    }
  })
}
