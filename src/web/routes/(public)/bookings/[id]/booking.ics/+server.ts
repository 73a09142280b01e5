import { bookingCalendarFile } from '#usecases/booking/booking-calendar.ts'
import { notFound } from '#web/apply/at-the-door.ts'
import { sendDocument } from '#web/apply/document-headers.ts'
import { booker } from '#web/booking/booker.ts'
import type { RequestHandler } from './$types'

/** The booking as an iCalendar file, for its person. */
export const GET: RequestHandler = async (event) => {
  const made = await bookingCalendarFile(event.locals.office, booker(event), event.params.id)
  return made.ok ? sendDocument({ bytes: made.file.bytes, fileName: made.file.name, mime: made.file.mime, disposition: 'attachment' }) : notFound()
}
