import { fail, redirect } from '@sveltejs/kit'
import { readIncidents } from '#usecases/operations/read-incidents.ts'
import { addToIncident, isOperator, openIncident } from '#usecases/operations/write-incident.ts'
import { notFound } from '#web/apply/at-the-door.ts'
import { commandOf } from '#web/apply/command-of.ts'
import { officer } from '#web/office/officer.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { office } = event.locals
  if (!isOperator(officer(event))) notFound()
  return { incidents: await readIncidents(office), command: office.newId(), told: event.url.searchParams.has('told') }
}

export const actions: Actions = {
  open: async (event) => {
    const { office } = event.locals
    const form = await event.request.formData()
    const said = saidIn(form)
    const down: readonly string[] = form.getAll('down').map(String)
    const opened = await openIncident(office, officer(event), { ...said, down, command: commandOf(form, office.newId) })
    if (!opened.ok) return fail(422, { kind: opened.refusal.kind, ...said, down, incident: null })
    return told(office)
  },
  add: async (event) => {
    const { office } = event.locals
    const form = await event.request.formData()
    const [said, incident] = [saidIn(form), String(form.get('incident') ?? '')]
    const added = await addToIncident(office, officer(event), { ...said, incident, close: form.get('close') === 'yes', command: commandOf(form, office.newId) })
    if (!added.ok) return fail(422, { kind: added.refusal.kind, ...said, down: none, incident })
    return told(office)
  },
}

const none: readonly string[] = []
const saidIn = (form: FormData) => ({ words: String(form.get('words') ?? ''), english: String(form.get('english') ?? '') })

/** The public reads it from this node at once, from the others within seconds. */
async function told(office: App.Locals['office']): Promise<never> {
  await office.health.look()
  redirect(303, '/office/incidents?told')
}
