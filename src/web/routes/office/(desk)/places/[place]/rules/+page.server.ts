import { fail, redirect } from '@sveltejs/kit'
import type { SlotRules } from '#office/booking/slot-rules.ts'
import { applySlotRules, previewSlotRules, readSlotRules } from '#usecases/booking/change-slot-rules.ts'
import type { Hurt } from '#usecases/booking/booking-views.ts'
import { notFound } from '#web/apply/at-the-door.ts'
import { commandOf } from '#web/apply/command-of.ts'
import { parseRules, readRules } from '#web/booking/read-rules.ts'
import { officer } from '#web/office/officer.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

/** When a desk can be booked and for how many, for the head of its unit. */
export const load: PageServerLoad = async (event) => {
  const visitor = officer(event)
  const { office } = event.locals
  const place = (await office.places.place(event.params.place)) ?? notFound()
  if (!visitor.duties.some((duty) => duty.duty === 'head' && duty.unit === place.unit)) notFound()
  const desk = deskOf(event) ?? place.desks[0]?.key ?? notFound()
  const read = await readSlotRules(office, visitor, { place: place.code, desk })
  if (!read.ok) notFound()
  const { name, code, hours, desks } = read.view.place
  return {
    place: { code, name, hours, desks: desks.map(({ key, name }) => ({ key, name })) },
    desk: { key: read.view.desk.key, name: read.view.desk.name },
    rules: read.view.rules,
    version: read.view.version,
    today: office.today(),
    command: office.newId(),
  }
}

export const actions: Actions = {
  preview: async (event) => {
    const form = await event.request.formData()
    const rules = readRules(form)
    const preview = await previewSlotRules(event.locals.office, officer(event), { place: event.params.place, desk: deskOf(event) ?? '', rules })
    if (!preview.ok) return refuse(preview.refusal, rules)
    return { kind: 'Preview' as const, rules, at: null, field: null, preview: { hurt: preview.hurt, version: preview.version } }
  },
  apply: async (event) => {
    const form = await event.request.formData()
    const rules = parseRules(String(form.get('rules') ?? '')) ?? notFound()
    const applied = await applySlotRules(event.locals.office, officer(event), {
      place: event.params.place, desk: deskOf(event) ?? '', rules, version: Number(form.get('version')), command: commandOf(form, event.locals.office.newId),
    })
    if (applied.ok) redirect(303, `${event.url.pathname}?desk=${encodeURIComponent(deskOf(event) ?? '')}&told=${applied.told}`)
    return refuse(applied.refusal, rules)
  },
}

type Refusal = { readonly kind: string; readonly field?: keyof SlotRules; readonly at?: string }
type Preview = { readonly hurt: readonly Hurt[]; readonly version: number }

function refuse(refusal: Refusal, rules: SlotRules) {
  if (refusal.kind === 'NotFound' || refusal.kind === 'NoDuty') notFound()
  const preview: Preview | null = null
  return fail(refusal.kind === 'RulesMoved' ? 409 : 422, { kind: refusal.kind as 'BadRules' | 'RulesMoved', rules, field: refusal.field ?? null, at: refusal.at ?? null, preview })
}

const deskOf = ({ url }: Pick<RequestEvent, 'url'>) => url.searchParams.get('desk')
