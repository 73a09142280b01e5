import { error, json } from '@sveltejs/kit'
import { uploadCounterDocument } from '#usecases/counter/upload-document.ts'
import { callingDevice, refused } from '#web/office/counter-calls.ts'
import type { RequestHandler } from './$types'

/** 20 MB: as much as an applicant may send. */
const mostBytes = 20 * 1024 * 1024

/** A scan, by its content. Sent again it is the same scan. */
export const PUT: RequestHandler = async (event) => {
  const { application, sha256 } = event.params
  const device = await callingDevice(event, 'document', `${application}/${sha256}`)
  if (Number(event.request.headers.get('content-length')) > mostBytes) return refused(413, { kind: 'TooLarge' })
  const bytes = await event.request.bytes().catch(() => null)
  if (bytes === null) error(400)
  const taken = await uploadCounterDocument(event.locals.office, device, { application, sha256, bytes })
  return taken.ok ? json({ refused: taken.refused }) : refused(409, taken.refusal)
}
