import type { Text } from '../office/service.ts'
import { recallCommand, type Acted, type Refused } from './act-on-case.ts'
import { hasDuty } from './officer-queue.ts'
import type { Office, Tx } from './ports.ts'
import { cleanWords } from './words-of-staff.ts'
import type { Visitor } from './views.ts'

type Changed = Acted | Refused<{ readonly kind: 'NoDuty' | 'BadDate' | 'MessageMissing' }>

/** A day off in force. `unit` null: everywhere. `moved`: how many cases got a later deadline by it. */
export type CalendarDayView = { readonly date: string; readonly name: Text; readonly kind: 'national' | 'joint-leave'; readonly unit: string | null; readonly moved: number }

/** The days of a year on which the office, or one of its units, is closed besides weekends. */
export async function listCalendarDays(office: Office, asked: { readonly year: number }): Promise<readonly CalendarDayView[]> {
  const year = String(asked.year).padStart(4, '0')
  return office.store.transaction(async (tx) => {
    const days = await tx.daysOffBetween(`${year}-01-01`, `${year}-12-31`)
    const moved = await tx.movedBy([...new Set(days.map((day) => day.date))])
    return days.map((day) => ({ ...day, moved: moved.get(day.date) ?? 0 }))
  })
}

/** Joint leave of a year that was decreed and then revoked: promises made before the revocation still count it. */
export async function listRevokedDays(office: Office, asked: { readonly year: number }): Promise<readonly { readonly date: string; readonly name: Text; readonly revokedAt: number }[]> {
  const decrees = await office.store.transaction((tx) => tx.decrees(200))
  return decrees.flatMap(({ date, name, revokedAt }) => (revokedAt !== null && date.startsWith(String(asked.year)) ? [{ date, name, revokedAt }] : []))
}

export type MovedCase = { readonly id: string; readonly number: string; readonly from: number; readonly to: number; /** IANA time zone of its unit. */ readonly zone: string }

/** The cases of a head's units that a day moved, the newest first. */
export async function casesMovedBy(office: Office, visitor: Visitor, asked: { readonly date: string }): Promise<readonly MovedCase[]> {
  if (visitor.kind !== 'staff' || !isDate(asked.date)) return []
  const units = visitor.duties.filter(({ duty }) => duty === 'head').map(({ unit }) => unit)
  return office.store.transaction(async (tx) => {
    const moved: MovedCase[] = []
    for (const { id, from, to } of await tx.casesMovedBy(asked.date, units, 100)) {
      const row = await tx.caseRow(id)
      if (row) moved.push({ id, number: row.number, from, to, zone: (await office.calendars.of(row.unit)).calendar.zone })
    }
    return moved
  })
}

/** A day of joint leave (cuti bersama), as decreed: everywhere, or for one unit. Deadlines of open cases are reckoned anew. */
export async function addJointLeave(
  office: Office,
  visitor: Visitor,
  day: { readonly date: string; readonly name: string; readonly unit?: string | null; readonly command: string },
): Promise<Changed> {
  const name = cleanWords(day.name).slice(0, 100)
  if (!isDate(day.date)) return { ok: false, refusal: { kind: 'BadDate' } }
  if (name === '') return { ok: false, refusal: { kind: 'MessageMissing' } }
  const unit = day.unit ?? null
  return change(office, visitor, unit, day.command, 'add-joint-leave', async (tx) => {
    const added = await tx.decreeDay({ date: day.date, name: { id: name, en: name }, unit, at: office.now(), by: visitor.person })
    if (added) await tx.enqueue({ task: 'refigure-deadlines', from: day.date })
  })
}

/** Joint leave is revoked for cases to come. Promises made while it stood keep the day: nobody's deadline comes earlier. */
export async function removeJointLeave(
  office: Office,
  visitor: Visitor,
  day: { readonly date: string; readonly unit?: string | null; readonly command: string },
): Promise<Changed> {
  if (!isDate(day.date)) return { ok: false, refusal: { kind: 'BadDate' } }
  const unit = day.unit ?? null
  return change(office, visitor, unit, day.command, 'remove-joint-leave', async (tx) => {
    await tx.revokeDay({ date: day.date, unit, at: office.now(), by: visitor.person })
  })
}

async function change(office: Office, visitor: Visitor, unit: string | null, command: string, kind: string, work: (tx: Tx) => Promise<void>): Promise<Changed> {
  const isHead = visitor.kind === 'staff' && visitor.duties.some((duty) => hasDuty(visitor, unit ?? duty.unit, 'head'))
  if (!isHead) return { ok: false, refusal: { kind: 'NoDuty' } }
  const answer = await office.store.transaction(async (tx): Promise<Changed> => {
    const known = await recallCommand(tx, command, visitor.person)
    if (known) return known as Changed
    // No promise is made at this moment that does not know of the change, or that the change does not know of.
    await tx.holdCalendar(true)
    await work(tx)
    await tx.enqueue({ task: 'lay-out-slots' })
    await tx.remember(command, visitor.person, kind, { ok: true })
    return { ok: true }
  })
  office.calendars.refresh()
  return answer
}

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
