import type { Text } from '../office/service.ts'
import { recallCommand, type Acted, type Refused } from './act-on-case.ts'
import { hasDuty } from './officer-queue.ts'
import type { Office } from './ports.ts'
import { cleanWords } from './words-of-staff.ts'
import type { Visitor } from './views.ts'

type Changed = Acted | Refused<{ readonly kind: 'NoDuty' | 'BadDate' | 'MessageMissing' }>

/** The days of a year on which the office is closed besides weekends: the nation's holidays and decreed joint leave. */
export async function listCalendarDays(
  office: Office,
  asked: { readonly year: number },
): Promise<readonly { readonly date: string; readonly name: Text; readonly kind: 'national' | 'joint-leave' }[]> {
  const year = String(asked.year).padStart(4, '0')
  return office.store.transaction((tx) => tx.calendarDays(`${year}-01-01`, `${year}-12-31`))
}

/** A day of joint leave (cuti bersama), as decreed. Deadlines of open cases are figured anew. */
export async function addJointLeave(
  office: Office,
  visitor: Visitor,
  day: { readonly date: string; readonly name: string; readonly command: string },
): Promise<Changed> {
  const name = cleanWords(day.name).slice(0, 100)
  if (!isDate(day.date)) return { ok: false, refusal: { kind: 'BadDate' } }
  if (name === '') return { ok: false, refusal: { kind: 'MessageMissing' } }
  return change(office, visitor, day.command, 'add-joint-leave', (tx) => tx.saveCalendarDay({ date: day.date, name: { id: name, en: name }, kind: 'joint-leave' }))
}

export async function removeJointLeave(office: Office, visitor: Visitor, day: { readonly date: string; readonly command: string }): Promise<Changed> {
  if (!isDate(day.date)) return { ok: false, refusal: { kind: 'BadDate' } }
  return change(office, visitor, day.command, 'remove-joint-leave', (tx) => tx.deleteCalendarDay(day.date))
}

async function change(
  office: Office,
  visitor: Visitor,
  command: string,
  kind: string,
  work: (tx: Parameters<Parameters<Office['store']['transaction']>[0]>[0]) => Promise<unknown>,
): Promise<Changed> {
  const isHead = visitor.kind === 'staff' && visitor.duties.some((duty) => hasDuty(visitor, duty.unit, 'head'))
  if (!isHead) return { ok: false, refusal: { kind: 'NoDuty' } }
  const answer = await office.store.transaction(async (tx): Promise<Changed> => {
    const known = await recallCommand(tx, command, visitor.person)
    if (known) return known as Changed
    await work(tx)
    await tx.enqueue({ task: 'refigure-deadlines' })
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
