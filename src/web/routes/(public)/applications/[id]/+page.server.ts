import { redirect } from '@sveltejs/kit'
import { pickupOf } from '#usecases/booking/read-visit.ts'
import { readOwnDelivery } from '#usecases/deliveries/read-delivery.ts'
import { discardDraft } from '#usecases/discard-draft.ts'
import { readMessages } from '#usecases/messages/read-messages.ts'
import { readDraft } from '#usecases/read-draft.ts'
import { trackApplication } from '#usecases/track-application.ts'
import { applicant, notFound } from '#web/apply/at-the-door.ts'
import type { Office } from '#usecases/ports.ts'
import type { TrackView, Visitor } from '#usecases/views.ts'
import type { Actions, PageServerLoad } from './$types'

/** One address for one application: what is left while it is being written, where it stands after it was sent. */
export const load: PageServerLoad = async (event) => {
  const visitor = applicant(event)
  const { id } = event.params
  const tracked = await trackApplication(event.locals.office, visitor, id)
  if (tracked.ok) {
    const messages = await readMessages(event.locals.office, visitor, id)
    return { track: tracked.view, draft: null, ways: await waysOf(event.locals.office, visitor, tracked.view), messages, texting: event.locals.office.texting !== null }
  }
  if (tracked.refusal.kind !== 'Draft') notFound()
  const read = await readDraft(event.locals.office, visitor, id)
  if (!read.ok) notFound()
  return { track: null, draft: read.view, ways: null, messages: [], texting: false }
}

/** How the permit comes to the person; nothing once there will be none. */
async function waysOf(office: Office, visitor: Visitor, { id, state }: TrackView) {
  if (state === 'rejected' || state === 'withdrawn') return null
  return { pickup: await pickupOf(office, visitor, id), delivery: await readOwnDelivery(office, visitor, id) }
}

export const actions: Actions = {
  discard: async (event) => {
    const discarded = await discardDraft(event.locals.office, applicant(event), event.params.id)
    if (!discarded.ok) notFound()
    redirect(303, '/applications?discarded')
  },
}
