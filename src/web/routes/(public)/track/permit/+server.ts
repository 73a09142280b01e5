import { permitPdfByCode } from '#usecases/documents-of-case.ts'
import { sendDocument } from '#web/apply/document-headers.ts'
import { asPrinted, typed } from '#web/public/typed.ts'
import type { RequestHandler } from './$types'

/** The permit for who has the application's number and code. They come in the body: an address would be remembered. */
export const POST: RequestHandler = async ({ request, locals, getClientAddress }) => {
  const form = await request.formData().catch(() => new FormData())
  const paper = await permitPdfByCode(locals.office, {
    number: asPrinted(typed(form.get('number'), 40)),
    code: typed(form.get('code'), 40),
    address: getClientAddress(),
  })
  if (!paper.ok) return new Response(null, { status: 303, headers: { location: '/track?permit=refused' } })
  return sendDocument({ ...paper, mime: 'application/pdf', disposition: 'attachment' })
}
