import { openDocument } from '#usecases/open-document.ts'
import { notFound, signedIn } from '#web/apply/at-the-door.ts'
import { sendDocument } from '#web/apply/document-headers.ts'
import type { RequestHandler } from './$types'

/** A stored file, or with `?preview` its small picture, for who may see it: the applicant, and the officers of the case. */
export const GET: RequestHandler = async (event) => {
  const preview = event.url.searchParams.has('preview')
  const opened = await openDocument(event.locals.office, signedIn(event), event.params.document, { preview })
  return opened.ok ? sendDocument({ ...opened, disposition: 'inline' }) : notFound()
}
