import type { DutyName } from '../../office/application-events.ts'
import { hasDuty } from '../officer-queue.ts'
import type { Office, Tx } from '../ports.ts'
import type { UnitView, Visitor } from '../views.ts'
import type { AbsenceRow } from './duty-ports.ts'

export type AbsenceView = Pick<AbsenceRow, 'id' | 'unit' | 'firstDay' | 'lastDay' | 'kind'> & { readonly person: string; readonly name: string; readonly deputy: string | null; readonly begun: boolean }

/** Somebody with a duty in a unit. */
export type Colleague = { readonly person: string; readonly name: string; readonly unit: string; readonly duties: readonly DutyName[] }

export type AbsencePage = {
  /** The visitor's own, and, in units they head, everybody's. */
  readonly absences: readonly AbsenceView[]
  /** Who could stand in, or be recorded: everybody with a duty in the visitor's units. */
  readonly colleagues: readonly Colleague[]
  readonly units: readonly UnitView[]
  readonly heads: readonly string[]
}

/** What the page of absences shows to an officer or a head. */
export async function listAbsences(office: Office, visitor: Visitor): Promise<AbsencePage> {
  if (visitor.kind !== 'staff') return { absences: [], colleagues: [], units: [], heads: [] }
  const codes = [...new Set(visitor.duties.map((duty) => duty.unit))].sort()
  const heads = codes.filter((unit) => hasDuty(visitor, unit, 'head'))
  const units = await Promise.all(codes.map((unit) => office.places.unit(unit)))
  return office.store.transaction(async (tx) => {
    const rows = [...(await tx.absencesOf(visitor.person, office.now()))]
    for (const unit of heads) rows.push(...(await tx.absencesIn(unit, office.now())).filter((row) => row.person !== visitor.person))
    const colleagues: Colleague[] = []
    for (const unit of codes) colleagues.push(...(await colleaguesIn(office, tx, unit)))
    return { absences: await viewsOf(office, tx, rows), colleagues, units: units.flatMap((unit) => unit ?? []), heads }
  })
}

/** Absences of a unit that are not over, for its head. */
export async function absencesIn(office: Office, tx: Tx, unit: string): Promise<readonly AbsenceView[]> {
  return viewsOf(office, tx, await tx.absencesIn(unit, office.now()))
}

export async function colleaguesIn(office: Office, tx: Tx, unit: string): Promise<readonly Colleague[]> {
  const rows = await tx.colleagues(unit, office.today())
  const names = await tx.names([...new Set(rows.map((row) => row.person))])
  const people = new Map<string, DutyName[]>()
  for (const { person, duty } of rows) people.set(person, [...(people.get(person) ?? []), duty])
  return [...people].map(([person, duties]) => ({ person, name: names.get(person) ?? '—', unit, duties })).sort((a, b) => (a.name < b.name ? -1 : 1))
}

async function viewsOf(office: Office, tx: Tx, rows: readonly AbsenceRow[]): Promise<readonly AbsenceView[]> {
  const names = await tx.names([...new Set(rows.flatMap((row) => [row.person, ...(row.deputy ? [row.deputy] : [])]))])
  return rows.map(({ id, unit, person, firstDay, lastDay, kind, deputy, startsAt }) => ({
    id, unit, person, firstDay, lastDay, kind,
    name: names.get(person) ?? '—',
    deputy: deputy && (names.get(deputy) ?? '—'),
    begun: startsAt <= office.now(),
  }))
}
