import { fail } from '@sveltejs/kit'
import type { Office } from '#usecases/ports.ts'
import type { Resolution } from '#usecases/counter/counter-ports.ts'
import { listDelegations, revokeDelegation } from '#usecases/counter/delegate-signing.ts'
import { listDevices, revokeDevice } from '#usecases/counter/devices.ts'
import { listOpenRecords, resolveRecord } from '#usecases/counter/resolve-record.ts'
import type { UnitView } from '#usecases/views.ts'
import { notFound } from '#web/apply/at-the-door.ts'
import { officer, type Officer } from '#web/office/officer.ts'
import { unitsOf } from '#web/office/units-of.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const visitor = officer(event)
  const { office } = event.locals
  const units = await unitsHere(office, visitor)
  const unit = units.find(({ code }) => code === event.url.searchParams.get('unit')) ?? units[0] ?? notFound()
  const list = await listOpenRecords(office, visitor, unit.code)
  if (!list.ok) notFound()
  const devices = await listDevices(office, visitor, unit.code)
  const delegated = await listDelegations(office, visitor, unit.code)
  return { unit, units, items: list.items, counts: list.counts, devices: devices.ok ? devices.devices : null, delegations: delegated.ok ? delegated.delegations : null, now: office.now() }
}

/** Units whose counters the officer answers for: heads, and who serves there. */
async function unitsHere(office: Office, visitor: Officer): Promise<readonly UnitView[]> {
  const [heads, serves] = [await unitsOf(office, visitor, 'head'), await unitsOf(office, visitor, 'counter')]
  return [...heads, ...serves.filter(({ code }) => !heads.some((unit) => unit.code === code))]
}

const resolutions: readonly Resolution[] = ['apply-now', 'other-number', 'give-up']

export const actions: Actions = {
  resolve: async (event) => {
    const form = await event.request.formData()
    const hash = String(form.get('hash'))
    const what = resolutions.find((each) => each === form.get('what')) ?? notFound()
    const resolved = await resolveRecord(event.locals.office, officer(event), { hash, what, reason: String(form.get('reason') ?? '') })
    if (!resolved.ok) return fail(409, { refused: resolved.refusal.kind, hash, done: null, number: null })
    return { refused: null, hash, done: resolved.number ? ('number' as const) : resolved.reasonLost ? ('given-up-erased' as const) : resolved.verdict, number: resolved.number }
  },
  undelegate: async (event) => {
    const form = await event.request.formData()
    const revoked = await revokeDelegation(event.locals.office, officer(event), { id: String(form.get('id')) })
    if (!revoked.ok) notFound()
    return { refused: null, hash: '', done: 'delegation-revoked' as const, number: null }
  },
  revoke: async (event) => {
    const form = await event.request.formData()
    const revoked = await revokeDevice(event.locals.office, officer(event), { id: String(form.get('id')) })
    if (!revoked.ok) notFound()
    return { refused: null, hash: '', done: 'revoked' as const, number: null }
  },
}
