import { permitPdfByCode } from '#usecases/documents-of-case.ts'
import { notFound } from '#web/apply/at-the-door.ts'
import { sendDocument } from '#web/apply/document-headers.ts'
import type { RequestHandler } from './$types'

/** The permit for who has the application's number and code. They come in the body: an address would be remembered. */
export const POST: RequestHandler = async ({ request, locals, getClientAddress }) => {
  const form = await request.formData()
  const paper = await permitPdfByCode(locals.office, {
    number: String(form.get('number') ?? '').slice(0, 40),
    code: String(form.get('code') ?? '').slice(0, 40),
    address: getClientAddress(),
  })
  return paper.ok ? sendDocument({ ...paper, mime: 'application/pdf', disposition: 'attachment' }) : notFound()
}
