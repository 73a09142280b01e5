import { fail, redirect } from '@sveltejs/kit'
import { addJointLeave, casesMovedBy, listCalendarDays, listRevokedDays, removeJointLeave } from '#usecases/calendar-days.ts'
import { notFound } from '#web/apply/at-the-door.ts'
import { commandOf } from '#web/apply/command-of.ts'
import { officer } from '#web/office/officer.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { office } = event.locals
  const visitor = officer(event)
  const units = visitor.duties.filter(({ duty }) => duty === 'head').map(({ unit }) => unit)
  if (units.length === 0) notFound()
  const today = office.today()
  const asked = Number(event.url.searchParams.get('year'))
  const year = Number.isInteger(asked) && asked >= 2000 && asked <= 2100 ? asked : Number(today.slice(0, 4))
  const day = event.url.searchParams.get('day')
  return {
    year,
    today,
    days: await listCalendarDays(office, { year }),
    revoked: await listRevokedDays(office, { year }),
    shown: day === null ? null : { day, cases: await casesMovedBy(office, visitor, { date: day }) },
    units: (await Promise.all(units.map((unit) => office.places.unit(unit)))).flatMap((unit) => (unit ? [{ code: unit.code, name: unit.name }] : [])),
    command: office.newId(),
  }
}

export const actions: Actions = {
  add: async (event) => {
    const form = await event.request.formData()
    const [date, name] = [String(form.get('date') ?? ''), String(form.get('name') ?? '')]
    const added = await addJointLeave(event.locals.office, officer(event), { date, name, unit: unitOf(form), command: commandOf(form, event.locals.office.newId) })
    if (!added.ok) return fail(422, { kind: added.refusal.kind, date, name })
    redirect(303, `/office/calendar?year=${date.slice(0, 4)}`)
  },
  remove: async (event) => {
    const form = await event.request.formData()
    const date = String(form.get('date') ?? '')
    const removed = await removeJointLeave(event.locals.office, officer(event), { date, unit: unitOf(form), command: commandOf(form, event.locals.office.newId) })
    if (!removed.ok) return fail(422, { kind: removed.refusal.kind, date: '', name: '' })
    redirect(303, `/office/calendar?year=${date.slice(0, 4)}`)
  },
}

/** The unit that a day is for; null: everywhere. */
function unitOf(form: FormData): string | null {
  return String(form.get('unit') ?? '') || null
}
