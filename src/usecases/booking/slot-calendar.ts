import { hurtBy, makeRoom, type HurtBooking, type KeptSlot } from '../../office/booking/plan-layout.ts'
import { addDays, dateIn, endOfDate } from '../../office/booking/local-time.ts'
import type { ClosedDays, SlotRules, SlotTime } from '../../office/booking/slot-rules.ts'
import { bookingWindow, defaultRules, slotsOf } from '../../office/booking/slots-of.ts'
import type { Desk, Place } from '../../office/place.ts'
import type { Office, Tx } from '../ports.ts'
import type { SlotRow } from './booking-ports.ts'

export type DeskRules = { readonly place: Place; readonly desk: Desk; readonly rules: SlotRules; readonly version: number }

/** A desk of a place with its rules; null when the place has no such desk. */
export async function findDesk(tx: Tx, code: string, key: string): Promise<DeskRules | null> {
  const place = await tx.place(code)
  const desk = place?.desks.find((each) => each.key === key)
  return place && desk ? withRules(tx, place, desk) : null
}

/** The rules that an office laid down for a desk, or those that every desk begins with. */
export async function withRules(tx: Tx, place: Place, desk: Desk): Promise<DeskRules> {
  const saved = await tx.slotRules(place.code, desk.key)
  return { place, desk, rules: saved?.rules ?? defaultRules(place, desk), version: saved?.version ?? 0 }
}

export async function closedDays(tx: Tx, from: string, to: string): Promise<ClosedDays> {
  return new Map((await tx.calendarDays(from, to)).map((day) => [day.date, day.name]))
}

/** The last date that can be booked now. */
export function lastDate({ place, rules }: DeskRules, now: number): string {
  return addDays(dateIn(place.zone, now), rules.horizonDays)
}

/** Lays out the slots of a desk as far ahead as can be booked, unless they are there. Twice changes nothing. */
export async function ensureSlots(office: Office, tx: Tx, desk: DeskRules): Promise<void> {
  const until = lastDate(desk, office.now())
  const isLaid = async () => {
    const layout = await tx.layout(desk.place.code, desk.desk.key)
    return layout !== null && layout.until >= until && layout.version >= desk.version
  }
  if (await isLaid()) return
  await tx.lockLayout(desk.place.code, desk.desk.key)
  if (await isLaid()) return
  // What somebody changed while we waited for the lock counts.
  await layOut(office, tx, await withRules(tx, desk.place, desk.desk))
}

export type Layout = { readonly slots: readonly SlotTime[]; readonly hurt: readonly HurtBooking[]; readonly since: number; readonly until: string; readonly kept: readonly (SlotRow & KeptSlot)[] }

/** What slots rules make from now on, beside the bookings that are there, and whom that hurts. Changes nothing. */
export async function planLayout(office: Office, tx: Tx, { place, desk, rules, version }: DeskRules): Promise<Layout> {
  const now = office.now()
  const until = await laidUntil(office, tx, { place, desk, rules, version })
  const today = dateIn(place.zone, now)
  const wanted = slotsOf(place, rules, await closedDays(tx, today, until), today, until).filter((slot) => slot.startsAt > now && slot.capacity > 0)
  const kept = await tx.slotsBetween(place.code, desk.key, now + 1, endOfDate(place.zone, until), now)
  const bookings = await tx.bookingsIn(kept.filter((slot) => slot.taken > 0).map((slot) => slot.id), now)
  const withBookings = kept.map((slot) => ({ ...slot, bookings: bookings.filter((booking) => booking.slot === slot.id) }))
  const slots = makeRoom(wanted, withBookings)
  return { slots, hurt: hurtBy(slots, withBookings), since: now + 1, until, kept: withBookings }
}

/** Never less far than slots were laid before: those beyond a horizon that was cut short are adapted as well. */
async function laidUntil(office: Office, tx: Tx, desk: DeskRules): Promise<string> {
  const known = await tx.layout(desk.place.code, desk.desk.key)
  const until = lastDate(desk, office.now())
  return known && known.until > until ? known.until : until
}

/** Lays out the slots of a desk by its rules. Bookings stay; gives the ones it hurts that were not hurt before. */
export async function layOut(office: Office, tx: Tx, desk: DeskRules): Promise<readonly HurtBooking[]> {
  const { place, rules } = desk
  const plan = await planLayout(office, tx, desk)
  await tx.laySlots({
    place: place.code,
    desk: desk.desk.key,
    unit: place.unit,
    since: plan.since,
    until: endOfDate(place.zone, plan.until),
    slots: plan.slots.map((slot) => ({ ...slot, ...bookingWindow(slot.startsAt, rules) })),
  })
  await tx.saveLayout({ place: place.code, desk: desk.desk.key, until: plan.until, version: desk.version })
  return tellHurt(office, tx, plan.hurt)
}

/** Each is told once, until the booking is moved. */
async function tellHurt(office: Office, tx: Tx, hurt: readonly HurtBooking[]): Promise<readonly HurtBooking[]> {
  const fresh = hurt.filter(({ booking }) => booking.hurtAt === null && booking.state === 'confirmed')
  for (const { booking } of fresh) {
    const now = office.now()
    await tx.saveBooking({ ...booking, hurtAt: now })
    await tx.noteBooking({ booking: booking.id, unit: booking.unit, what: 'hurt', by: null, role: 'office', at: now })
    await tx.enqueue({ task: 'booking-mail', message: 'hurt', booking: booking.id })
  }
  return fresh
}

/** Every desk's slots anew, one desk a transaction: for the nightly layout, and when the calendar has changed. */
export async function layOutAll(office: Office): Promise<number> {
  let desks = 0
  for (const place of await office.places.list())
    for (const desk of place.desks) {
      await office.store.transaction(async (tx) => {
        await tx.lockLayout(place.code, desk.key)
        await layOut(office, tx, await withRules(tx, place, desk))
      })
      desks += 1
    }
  return desks
}
