import { fail } from '@sveltejs/kit'
import { absenceKinds } from '#usecases/duty/duty-ports.ts'
import { moveTasks, type Move } from '#usecases/duty/move-task.ts'
import { endAbsence, recordAbsence } from '#usecases/duty/record-absence.ts'
import { unitOverview } from '#usecases/unit-overview.ts'
import { notFound } from '#web/apply/at-the-door.ts'
import { commandOf } from '#web/apply/command-of.ts'
import { readAbsence } from '#web/office/absence-form.ts'
import { officer } from '#web/office/officer.ts'
import { readMoves } from '#web/office/read-moves.ts'
import { chosenUnit } from '#web/office/units-of.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async (event) => {
  const visitor = officer(event)
  const { office } = event.locals
  const { unit, units } = await chosenUnit(event, visitor, 'head')
  const overview = await unitOverview(office, visitor, { unit: unit.code })
  if (!overview.ok) notFound()
  return { overview: overview.view, units, now: office.now(), today: office.today(), kinds: absenceKinds, command: office.newId() }
}

export const actions: Actions = {
  suggested: async (event) => {
    const form = await event.request.formData()
    return carryOut(event, form, readMoves(form.getAll('move').map(String)))
  },
  move: async (event) => {
    const form = await event.request.formData()
    const to = String(form.get('to') ?? '')
    return carryOut(event, form, to === '' ? [] : form.getAll('id').map((id) => ({ id: String(id), to })))
  },
  away: async (event) => {
    const visitor = officer(event)
    const form = await event.request.formData()
    const asked = readAbsence(form, visitor.person, commandOf(form, event.locals.office.newId))
    const recorded = await recordAbsence(event.locals.office, visitor, asked)
    if (recorded.ok) return { done: 'saved' as const }
    return fail(422, { refused: recorded.refusal.kind, said: { first: asked.firstDay, last: asked.lastDay, deputy: asked.deputy ?? '', person: asked.person, absence: asked.kind } })
  },
  back: async (event) => {
    const form = await event.request.formData()
    const ended = await endAbsence(event.locals.office, officer(event), { id: String(form.get('id')), command: commandOf(form, event.locals.office.newId) })
    return ended.ok ? { done: 'ended' as const } : fail(422, { refused: ended.refusal.kind })
  },
}

/** Makes the moves that a press asks for; the page says what became of each. */
async function carryOut(event: RequestEvent, form: FormData, moves: readonly Move[]) {
  const visitor = officer(event)
  if (moves.length === 0) return fail(422, { nothing: true })
  return { moved: await moveTasks(event.locals.office, visitor, { moves, command: commandOf(form, event.locals.office.newId) }) }
}
