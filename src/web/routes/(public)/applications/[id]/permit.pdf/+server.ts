import { permitPdf } from '#usecases/documents-of-case.ts'
import { applicant, notFound } from '#web/apply/at-the-door.ts'
import { sendDocument } from '#web/apply/document-headers.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async (event) => {
  const made = await permitPdf(event.locals.office, applicant(event), event.params.id)
  return made.ok ? sendDocument({ ...made, mime: 'application/pdf', disposition: 'attachment' }) : notFound()
}
