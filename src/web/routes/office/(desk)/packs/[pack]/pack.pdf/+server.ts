import { packPdf } from '#usecases/paper/print-pack.ts'
import { notFound } from '#web/apply/at-the-door.ts'
import { sendDocument } from '#web/apply/document-headers.ts'
import { officer } from '#web/office/officer.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async (event) => {
  const made = await packPdf(event.locals.office, officer(event), event.params.pack)
  return made.ok ? sendDocument({ ...made, mime: 'application/pdf', disposition: 'attachment' }) : notFound()
}
