import { isDate } from '../../office/booking/check-rules.ts'
import { addDays, dateIn, endOfDate, startOfDate, timeIn } from '../../office/booking/local-time.ts'
import type { ClosedDays } from '../../office/booking/slot-rules.ts'
import { spansOn } from '../../office/booking/slots-of.ts'
import type { NotFound, Refused } from '../act-on-case.ts'
import type { Office } from '../ports.ts'
import type { SlotRow } from './booking-ports.ts'
import type { DaysView, DayView, TimesView, TimeView } from './booking-views.ts'
import { closedDays, ensureSlots, findDesk, lastDate, type DeskRules } from './slot-calendar.ts'

const notFound = { ok: false, refusal: { kind: 'NotFound' } } as const

/** Whether a slot can be booked now, as far as the clock says. */
const isOpen = (slot: SlotRow, now: number) => slot.opensAt <= now && now <= slot.closesAt && slot.capacity > 0

/**
 * The days of a desk from a date (default and at the earliest today) as far ahead as can be booked: how many places are
 * left, or why it is closed.
 */
export async function bookingDays(
  office: Office,
  asked: { readonly place: string; readonly desk: string; readonly from?: string },
): Promise<{ readonly ok: true; readonly view: DaysView } | Refused<NotFound>> {
  const now = office.now()
  return office.store.transaction(async (tx) => {
    const found = await findDesk(tx, asked.place, asked.desk)
    if (!found) return notFound
    await ensureSlots(office, tx, found)
    const { place, desk } = found
    const today = dateIn(place.zone, now)
    const [from, to] = [asked.from && isDate(asked.from) && asked.from > today ? asked.from : today, lastDate(found, now)]
    const slots = await tx.slotsBetween(place.code, desk.key, startOfDate(place.zone, from), endOfDate(place.zone, to), now)
    const closed = await closedDays(tx, from, to)
    const byDate = Map.groupBy(slots, (slot) => dateIn(place.zone, slot.startsAt))
    const [earliest] = (await tx.firstFree([{ place: place.code, desk: desk.key }], now)).values()
    const firstFree = earliest ? dateIn(place.zone, earliest.startsAt) : null
    const days: DayView[] = []
    for (let date = from; date <= to; date = addDays(date, 1))
      days.push({ ...dayOf(found, closed, date, byDate.get(date) ?? [], now), firstFree: date === firstFree })
    return { ok: true, view: { place, desk, today, days } }
  })
}

function dayOf(found: DeskRules, closed: ClosedDays, date: string, slots: readonly SlotRow[], now: number): Omit<DayView, 'firstFree'> {
  const open = slots.filter((slot) => isOpen(slot, now))
  const left = open.reduce((sum, slot) => sum + slot.left, 0)
  const capacity = slots.reduce((sum, slot) => sum + slot.capacity, 0)
  return { date, left, capacity, closed: open.length > 0 ? null : whyClosed(found, closed, date) }
}

function whyClosed({ place, rules }: DeskRules, closed: ClosedDays, date: string): DayView['closed'] {
  const holiday = closed.get(date)
  if (holiday) return { kind: 'holiday', reason: holiday }
  const exception = rules.exceptions[date]
  if (exception?.kind === 'closed') return { kind: 'exception', reason: exception.reason }
  return spansOn(place, rules, closed, date).length === 0 ? { kind: 'weekday' } : { kind: 'too-soon' }
}

/** The slots of a desk on a local date, with what is left in each. */
export async function bookingTimes(
  office: Office,
  asked: { readonly place: string; readonly desk: string; readonly date: string },
): Promise<{ readonly ok: true; readonly view: TimesView } | Refused<NotFound>> {
  if (!isDate(asked.date)) return notFound
  const now = office.now()
  return office.store.transaction(async (tx) => {
    const found = await findDesk(tx, asked.place, asked.desk)
    if (!found) return notFound
    const { place, desk } = found
    if (asked.date > lastDate(found, now) || asked.date < dateIn(place.zone, now)) return { ok: true, view: { place, desk, date: asked.date, times: [] } }
    await ensureSlots(office, tx, found)
    const slots = await tx.slotsBetween(place.code, desk.key, startOfDate(place.zone, asked.date), endOfDate(place.zone, asked.date), now)
    return { ok: true, view: { place, desk, date: asked.date, times: slots.filter((slot) => slot.capacity > 0).map((slot) => timeOf(place.zone, slot, now)) } }
  })
}

function timeOf(zone: string, slot: SlotRow, now: number): TimeView {
  const { id, startsAt, endsAt, left, capacity } = slot
  return { slot: id, startsAt, endsAt, from: timeIn(zone, startsAt), to: timeIn(zone, endsAt), left, capacity, bookable: isOpen(slot, now) && left > 0 }
}
