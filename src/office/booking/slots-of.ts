import { dateOfDay, dayOfDate, localDays, weekdayOf, type LocalDays } from '../../process/index.ts'
import type { Desk, Place } from '../place.ts'
import type { ClosedDays, DutySpan, SlotRules, SlotTime } from './slot-rules.ts'

const minuteMs = 60_000

/**
 * The slots of a desk on the local dates `from` to `to` (`YYYY-MM-DD`, both included), in order of time. Slots of one
 * span follow each other without a gap and are counted in real minutes, so that they are right on a day on which the
 * clock changes too.
 */
export function slotsOf(place: Place, rules: SlotRules, closed: ClosedDays, from: string, to: string): readonly SlotTime[] {
  const days = localDays(place.zone)
  const [first, last] = [dayOfDate(from), dayOfDate(to)]
  const slots: SlotTime[] = []
  for (let day = first; day <= last; day += 1) slots.push(...slotsOfDay(days, place, rules, closed, day))
  return slots
}

function slotsOfDay(days: LocalDays, place: Place, rules: SlotRules, closed: ClosedDays, day: number): readonly SlotTime[] {
  return spansOn(place, rules, closed, dateOfDay(day).toString()).flatMap((span) => {
    const [opens, closes] = [days.instantOf(day, minutesOf(span.from)), days.instantOf(day, minutesOf(span.to))]
    const slots: SlotTime[] = []
    const length = rules.minutes * minuteMs
    const lastStart = closes - Math.max(length, rules.lastBookingMinutes * minuteMs)
    for (let startsAt = opens; startsAt <= lastStart; startsAt += length)
      slots.push({ startsAt, endsAt: startsAt + length, capacity: span.counters * rules.perCounter })
    return slots
  })
}

/** When counters are on duty on a local date, `YYYY-MM-DD`; nothing when the desk is closed. */
export function spansOn(place: Place, rules: SlotRules, closed: ClosedDays, date: string): readonly DutySpan[] {
  if (closed.has(date)) return []
  const exception = rules.exceptions[date]
  if (exception) return exception.kind === 'other' ? exception.spans : []
  const weekday = weekdayOf(dayOfDate(date))
  const hours = place.hours[weekday] ?? []
  return (rules.weekly[weekday] ?? []).flatMap((span) => hours.flatMap(([opens, closes]) => within(span, opens, closes)))
}

/** The part of a span that lies in the opening hours. Times of a day compare as texts. */
function within(span: DutySpan, opens: string, closes: string): readonly DutySpan[] {
  const from = span.from < opens ? opens : span.from
  const to = span.to > closes ? closes : span.to
  return from < to ? [{ ...span, from, to }] : []
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

/** From when and until when a slot can be booked. Instants in epoch milliseconds. */
export function bookingWindow(startsAt: number, rules: Pick<SlotRules, 'leadMinutes' | 'horizonDays'>): { readonly opensAt: number; readonly closesAt: number } {
  return { opensAt: startsAt - rules.horizonDays * 86_400_000, closesAt: startsAt - rules.leadMinutes * minuteMs }
}

/** Null when a slot that starts then can be booked now, else why not. */
export function bookable(
  slot: { readonly startsAt: number },
  now: number,
  rules: Pick<SlotRules, 'leadMinutes' | 'horizonDays'>,
): { readonly kind: 'SlotPast' | 'TooSoon' | 'TooFar' } | null {
  const { opensAt, closesAt } = bookingWindow(slot.startsAt, rules)
  if (slot.startsAt <= now) return { kind: 'SlotPast' }
  if (now > closesAt) return { kind: 'TooSoon' }
  return now < opensAt ? { kind: 'TooFar' } : null
}

const slotMinutes = 30

/**
 * The rules a desk begins with: half-hour slots in the place's opening hours, an hour's notice, a month ahead. Half of
 * the counters' time is left to people who come without a booking, and to the other desks of the same counters.
 */
export function defaultRules(place: Place, desk: Desk): SlotRules {
  const counters = Math.max(1, place.counters.filter((counter) => counter.desks.includes(desk.key)).length)
  return {
    minutes: Math.max(slotMinutes, desk.minutes),
    perCounter: Math.max(1, Math.floor(slotMinutes / desk.minutes / 2)),
    weekly: Object.fromEntries(Object.entries(place.hours).map(([weekday, spans]) => [weekday, spans.map(([from, to]) => ({ from, to, counters }))])),
    leadMinutes: 60,
    lastBookingMinutes: 0,
    horizonDays: 30,
    exceptions: {},
  }
}
