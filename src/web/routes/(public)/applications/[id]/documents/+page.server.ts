import { fail, redirect } from '@sveltejs/kit'
import { cancelUpload, readUploads } from '#usecases/uploads/read-uploads.ts'
import { notFound } from '#web/apply/at-the-door.ts'
import { openDraft } from '#web/apply/open-draft.ts'
import { dropDocument, takeUpload } from '#web/apply/take-upload.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { visitor, draft } = await openDraft(event)
  return { draft, uploads: await readUploads(event.locals.office, visitor, draft.id) }
}

export const actions: Actions = {
  upload: async (event) => {
    const { visitor, draft } = await openDraft(event)
    const refused = await takeUpload(event, visitor)
    if (refused?.kind === 'NotFound') notFound()
    if (refused) return fail(422, { refused })
    redirect(303, `/applications/${draft.id}/documents#${event.url.searchParams.get('requirement')}`)
  },
  // Breaks off an upload that came in part.
  cancel: async (event) => {
    const { visitor, draft } = await openDraft(event)
    await cancelUpload(event.locals.office, visitor, { application: draft.id, upload: String((await event.request.formData()).get('upload') ?? '') })
    redirect(303, `/applications/${draft.id}/documents`)
  },
  remove: async (event) => {
    const { visitor, draft } = await openDraft(event)
    if (!(await dropDocument(event, visitor))) notFound()
    redirect(303, `/applications/${draft.id}/documents`)
  },
}
