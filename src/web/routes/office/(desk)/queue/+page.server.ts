import { fail, redirect } from '@sveltejs/kit'
import { officerQueue } from '#usecases/officer-queue.ts'
import { releaseTask, takeNext, takeTask } from '#usecases/take-task.ts'
import { outOfTurnReasons, type OutOfTurnReason } from '#office/application-events.ts'
import { notFound } from '#web/apply/at-the-door.ts'
import { commandOf } from '#web/apply/command-of.ts'
import { officer } from '#web/office/officer.ts'
import { chosenUnit } from '#web/office/units-of.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const visitor = officer(event)
  const { unit, units } = await chosenUnit(event, visitor, 'verifier')
  const page = Number(event.url.searchParams.get('page') ?? 1)
  const queue = await officerQueue(event.locals.office, visitor, { unit: unit.code, role: 'verifier', page })
  if (!queue.ok) notFound()
  return { queue: queue.view, units, reasons: outOfTurnReasons, now: event.locals.office.now(), command: event.locals.office.newId() }
}

export const actions: Actions = {
  next: async (event) => {
    const form = await event.request.formData()
    const taken = await takeNext(event.locals.office, officer(event), { unit: String(form.get('unit')), role: 'verifier', command: commandOf(form, event.locals.office.newId) })
    if (!taken.ok) return fail(409, { kind: taken.refusal.kind })
    redirect(303, `/office/cases/${taken.id}`)
  },
  take: async (event) => {
    const form = await event.request.formData()
    const id = String(form.get('id'))
    const reason = outOfTurnReasons.find((each) => each === form.get('reason')) ?? (null as OutOfTurnReason | null)
    const taken = await takeTask(event.locals.office, officer(event), { id, reason, command: commandOf(form, event.locals.office.newId) })
    if (!taken.ok) return fail(409, { kind: taken.refusal.kind })
    redirect(303, `/office/cases/${id}`)
  },
  release: async (event) => {
    const form = await event.request.formData()
    const released = await releaseTask(event.locals.office, officer(event), { id: String(form.get('id')), command: commandOf(form, event.locals.office.newId) })
    if (!released.ok) return fail(409, { kind: released.refusal.kind })
    return { kind: 'Released' as const }
  },
}
