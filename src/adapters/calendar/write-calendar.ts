import ical, { ICalAlarmType, ICalAttendeeStatus, ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import { words } from '#words'
import type { CalendarPaper } from '../../usecases/ports.ts'

const dayBefore = 24 * 3600
const product = { company: 'Satu Pintu', product: 'Satu Pintu', language: 'ID' }

/**
 * The booking for the person's own calendar (RFC 5545, sent by the rules of RFC 5546): the same UID for ever, a higher
 * SEQUENCE at each change, METHOD CANCEL when it is off. Instants are written in UTC, which every calendar shows in the
 * reader's zone, and which no change of a zone's rules can make wrong.
 */
export function writeCalendar(paper: CalendarPaper, { host, from }: { readonly host: string; readonly from: string }): string {
  const t = words(paper.locale)
  const isOff = paper.method === 'CANCEL'
  const values = { desk: paper.desk.name[paper.locale], place: paper.place.name[paper.locale], code: paper.code, address: paper.address }
  const calendar = ical({ prodId: product, method: ICalCalendarMethod[paper.method] })
  const event = calendar.createEvent({
    id: `${paper.booking}@${host}`,
    sequence: paper.sequence,
    stamp: new Date(paper.at),
    start: new Date(paper.startsAt),
    end: new Date(paper.endsAt),
    status: isOff ? ICalEventStatus.CANCELLED : paper.tentative ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED,
    summary: t('mail.booking.calendar.summary', values),
    description: isOff ? t('mail.booking.calendar.off') : t('mail.booking.calendar.description', values),
    location: { title: values.place, address: paper.place.address, geo: { lat: paper.place.latitude, lon: paper.place.longitude } },
    organizer: { name: 'Satu Pintu', email: from },
  })
  // A file that somebody downloads names nobody; an invitation names whom it invites.
  if (paper.attendee !== null) event.createAttendee({ email: paper.attendee, rsvp: false, status: isOff ? ICalAttendeeStatus.DECLINED : ICalAttendeeStatus.ACCEPTED })
  if (!isOff) event.createAlarm({ type: ICalAlarmType.display, trigger: dayBefore, description: values.desk })
  return calendar.toString()
}
