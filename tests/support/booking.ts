import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { bookingTimes } from '../../src/usecases/booking/booking-days.ts'
import { confirmBooking } from '../../src/usecases/booking/change-booking.ts'
import { holdSlot } from '../../src/usecases/booking/hold-slot.ts'
import type { TimeView } from '../../src/usecases/booking/booking-views.ts'
import type { Office } from '../../src/usecases/ports.ts'
import type { Visitor } from '../../src/usecases/views.ts'
import type { TestOffice } from './test-office.ts'

/** One place in each half hour: the smallest desk there is. */
export const interview = { place: 'mpp-jakarta', desk: 'interview' }

export const minute = 60_000

/** The slots of a desk on a date that can be booked. */
export async function slotsOn(office: Office, date: string, desk: { readonly place: string; readonly desk: string } = interview): Promise<readonly TimeView[]> {
  const times = await bookingTimes(office, { ...desk, date })
  assert.ok(times.ok)
  return times.view.times.filter((time) => time.bookable)
}

/** Held and confirmed. Gives the booking's id. */
export async function book(office: Office, visitor: Visitor, slot: number): Promise<string> {
  const held = await holdSlot(office, visitor, { slot, command: randomUUID() })
  assert.ok(held.ok, JSON.stringify(held))
  const confirmed = await confirmBooking(office, visitor, { booking: held.booking, command: randomUUID() })
  assert.ok(confirmed.ok, JSON.stringify(confirmed))
  return held.booking
}

/** What was refused, by its kind; null when it was not. */
export function refusalOf(answer: { readonly ok: boolean; readonly refusal?: { readonly kind: string } }): string | null {
  return answer.refusal?.kind ?? null
}

export type Faults = { readonly oversold: number; readonly doubled: number; readonly miscounted: number; readonly overdue: number }

/**
 * Counted by SQL of its own, from the rows alone: slots with more live bookings than capacity, applications with two
 * live bookings for a desk, slots whose count is not that of their bookings, and holds that outlived their time.
 */
export async function countFaults({ database }: Pick<TestOffice, 'database'>, now: number): Promise<Faults> {
  const { rows } = await database.openPool(1).query<Faults>(
    `with counted as (
       select s.capacity, s.taken, count(b.id) as bookings, count(b.id) filter (where b.state = 'held' and b.held_until <= $1) as overdue
       from slots s left join bookings b on b.slot = s.id and b.state not in ('cancelled', 'expired') group by s.id)
     select coalesce(sum(greatest(0, bookings - capacity)), 0)::int as oversold, coalesce(sum(abs(taken - bookings)), 0)::int as miscounted, coalesce(sum(overdue), 0)::int as overdue,
       (select count(*)::int from (select from bookings where application is not null and state in ('held', 'confirmed', 'arrived') group by application, desk having count(*) > 1) twice) as doubled
     from counted`,
    [new Date(now).toISOString()],
  )
  return rows[0]!
}
