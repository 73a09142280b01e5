import { notFound } from '#web/apply/at-the-door.ts'
import { demoOf } from '#web/people/demo-of.ts'
import { linkify } from '#web/people/linkify.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  const { text, attachments, ...mail } = (await demoOf(locals.office).readMail(params.id)) ?? notFound()
  return {
    mail,
    parts: linkify(text, locals.office.origin),
    attachments: attachments.map(({ fileName, bytes }, index) => ({ fileName, size: bytes.byteLength, index })),
  }
}
