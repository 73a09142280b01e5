import { notFound } from '#web/apply/at-the-door.ts'
import { sendDocument } from '#web/apply/document-headers.ts'
import { demoOf } from '#web/people/demo-of.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ locals, params }) => {
  const mail = await demoOf(locals.office).readMail(params.id)
  const file = mail?.attachments[Number(params.attachment)]
  return file ? sendDocument({ ...file, disposition: 'attachment' }) : notFound()
}
