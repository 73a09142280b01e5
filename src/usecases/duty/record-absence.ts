import { isUuid, recallCommand, type Acted, type Refused } from '../act-on-case.ts'
import { hasDuty } from '../officer-queue.ts'
import type { Office, Tx } from '../ports.ts'
import type { Visitor } from '../views.ts'
import { absenceKinds, type AbsenceKind } from './duty-ports.ts'

export type AbsenceAsked = {
  readonly person: string
  readonly units: readonly string[]
  /** `YYYY-MM-DD`, both included. */
  readonly firstDay: string
  readonly lastDay: string
  readonly deputy: string | null
  readonly kind: AbsenceKind
  readonly command: string
}

export type AbsenceRefusal = Refused<{ readonly kind: 'NoDuty' | 'BadDate' | 'PastDate' | 'UnknownReason' | 'UnknownOfficer' | 'AlreadyAway' | 'DeputyNoDuty' | 'DeputyAway' | 'NotFound' }>
type Recorded = Acted | AbsenceRefusal

const longestDays = 366
const dayMs = 86_400_000

/**
 * Somebody will not be there: an officer says so of themselves, the head of a unit of anybody there. From the first day on
 * (from now, when that is today) they are not reckoned with, and what they hold goes to the deputy or back to the line.
 */
export async function recordAbsence(office: Office, visitor: Visitor, asked: AbsenceAsked): Promise<Recorded> {
  const refusal = wrongly(office, asked) ?? (mayRecord(visitor, asked) ? null : 'NoDuty')
  if (refusal) return refuse(refusal)
  return office.store.transaction(async (tx): Promise<Recorded> => {
    const known = await recallCommand(tx, asked.command, visitor.person)
    if (known) return known as Recorded
    await tx.lockAbsences(asked.person)
    for (const unit of new Set(asked.units)) {
      // Each unit is looked at before any is written: a refusal leaves nothing behind.
      const refused = await refusalIn(office, tx, unit, asked)
      if (refused) return refuse(refused)
    }
    for (const unit of new Set(asked.units)) await write(office, tx, visitor, unit, asked)
    await tx.remember(asked.command, visitor.person, 'record-absence', { ok: true })
    return { ok: true }
  })
}

/** They are back, or will not go: from now on they are there. What was handed over stays where it is. */
export async function endAbsence(office: Office, visitor: Visitor, request: { readonly id: string; readonly command: string }): Promise<Recorded> {
  return office.store.transaction(async (tx): Promise<Recorded> => {
    const known = await recallCommand(tx, request.command, visitor.person)
    if (known) return known as Recorded
    const row = isUuid(request.id) ? await tx.absence(request.id) : null
    if (!row || visitor.kind !== 'staff' || (row.person !== visitor.person && !hasDuty(visitor, row.unit, 'head'))) return refuse('NotFound')
    await tx.endAbsence(row.id, office.now(), visitor.person)
    await tx.remember(request.command, visitor.person, 'end-absence', { ok: true })
    return { ok: true }
  })
}

function wrongly(office: Office, { firstDay, lastDay, kind, units }: AbsenceAsked): AbsenceRefusal['refusal']['kind'] | null {
  if (!isDate(firstDay) || !isDate(lastDay) || lastDay < firstDay || Date.parse(lastDay) - Date.parse(firstDay) > longestDays * dayMs) return 'BadDate'
  if (firstDay < office.today()) return 'PastDate'
  if (!absenceKinds.includes(kind)) return 'UnknownReason'
  return units.length === 0 ? 'NoDuty' : null
}

function mayRecord(visitor: Visitor, { person, units }: AbsenceAsked): boolean {
  if (visitor.kind !== 'staff') return false
  return units.every((unit) => (person === visitor.person ? visitor.duties.some((duty) => duty.unit === unit) : hasDuty(visitor, unit, 'head')))
}

async function refusalIn(office: Office, tx: Tx, unit: string, asked: AbsenceAsked): Promise<AbsenceRefusal['refusal']['kind'] | null> {
  const colleagues = await tx.colleagues(unit, office.today())
  if (!colleagues.some(({ person }) => person === asked.person)) return 'UnknownOfficer'
  const { startsAt, endsAt } = await spanOf(office, unit, asked)
  const overlapping = (await tx.absencesIn(unit, office.now())).filter((row) => row.startsAt < endsAt && startsAt < row.endsAt)
  if (overlapping.some((row) => row.person === asked.person)) return 'AlreadyAway'
  if (asked.deputy === null) return null
  const own = new Set(colleagues.filter(({ person }) => person === asked.person).map(({ duty }) => duty))
  if (asked.deputy === asked.person || !colleagues.some(({ person, duty }) => person === asked.deputy && own.has(duty))) return 'DeputyNoDuty'
  return overlapping.some((row) => row.person === asked.deputy && row.startsAt <= startsAt) ? 'DeputyAway' : null
}

async function write(office: Office, tx: Tx, visitor: Visitor, unit: string, asked: AbsenceAsked): Promise<void> {
  const id = office.newId()
  const span = await spanOf(office, unit, asked)
  const { person, firstDay, lastDay, deputy, kind } = asked
  await tx.saveAbsence({ id, person, unit, firstDay, lastDay, ...span, deputy, kind, recordedBy: visitor.person, recordedAt: office.now() })
  await tx.enqueue({ task: 'hand-over', absence: id }, { at: span.startsAt, key: `hand-over:${id}` })
}

async function spanOf(office: Office, unit: string, { firstDay, lastDay }: AbsenceAsked): Promise<{ readonly startsAt: number; readonly endsAt: number }> {
  const clock = await office.calendars.of(unit)
  return { startsAt: Math.max(office.now(), clock.startOfDay(firstDay)), endsAt: clock.startOfDay(lastDay, 1) }
}

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

const refuse = (kind: AbsenceRefusal['refusal']['kind']): AbsenceRefusal => ({ ok: false, refusal: { kind } })
