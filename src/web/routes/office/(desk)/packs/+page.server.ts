import { fail, redirect } from '@sveltejs/kit'
import { readPacks } from '#usecases/paper/account-for-paper.ts'
import { mostForms, printPack } from '#usecases/paper/print-pack.ts'
import { notFound } from '#web/apply/at-the-door.ts'
import { commandOf } from '#web/apply/command-of.ts'
import { officer } from '#web/office/officer.ts'
import { chosenUnit } from '#web/office/units-of.ts'
import { account, reasons } from '#web/paper/account.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const visitor = officer(event)
  const { office } = event.locals
  const { unit, units } = await chosenUnit(event, visitor, 'head')
  const read = await readPacks(office, visitor, unit.code)
  if (!read.ok) notFound()
  const services = office.services.list().map(({ id, name }) => ({ id, name }))
  return { unit, units, packs: read.packs, open: read.open, services, reasons, mostForms, command: office.newId() }
}

export const actions: Actions = {
  print: async (event) => {
    const visitor = officer(event)
    const { unit } = await chosenUnit(event, visitor, 'head')
    const form = await event.request.formData()
    const asked = { unit: unit.code, service: String(form.get('service')), forms: Number(form.get('forms')), locale: form.get('language') === 'en' ? ('en' as const) : ('id' as const) }
    const printed = await printPack(event.locals.office, visitor, { ...asked, command: commandOf(form, event.locals.office.newId) })
    return printed.ok ? redirect(303, `/office/packs/${printed.pack}`) : fail(422, { kind: printed.refusal.kind, serial: '' })
  },
  account,
}
