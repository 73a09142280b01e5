import { fail } from '@sveltejs/kit'
import { officerQueue } from '#usecases/officer-queue.ts'
import { signPermits } from '#usecases/sign-permits.ts'
import { notFound } from '#web/apply/at-the-door.ts'
import { commandOf } from '#web/apply/command-of.ts'
import { officer } from '#web/office/officer.ts'
import { chosenUnit } from '#web/office/units-of.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const visitor = officer(event)
  const { unit, units } = await chosenUnit(event, visitor, 'head')
  const queue = await officerQueue(event.locals.office, visitor, { unit: unit.code, role: 'head', page: Number(event.url.searchParams.get('page') ?? 1) })
  if (!queue.ok) notFound()
  return { queue: queue.view, units, now: event.locals.office.now(), command: event.locals.office.newId() }
}

const mostAtOnce = 50

export const actions: Actions = {
  /** First shows what will be signed; nothing is signed yet. */
  ask: async (event) => {
    const ids = (await event.request.formData()).getAll('id').map(String).slice(0, mostAtOnce)
    return ids.length === 0 ? fail(422, { step: 'none' as const, ids, results: [] }) : { step: 'ask' as const, ids, results: [] }
  },
  sign: async (event) => {
    const form = await event.request.formData()
    const ids = form.getAll('id').map(String).slice(0, mostAtOnce)
    const { results } = await signPermits(event.locals.office, officer(event), { ids, command: commandOf(form, event.locals.office.newId) })
    const numbers = new Map(form.getAll('number').map((number, index) => [ids[index], String(number)]))
    return {
      step: 'done' as const,
      ids,
      results: results.map((result) => ({ id: result.id, number: numbers.get(result.id) ?? '', permit: result.ok ? result.permit : null, kind: result.ok ? null : result.refusal.kind })),
    }
  },
}
