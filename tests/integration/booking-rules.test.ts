import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { SlotRules } from '../../src/office/booking/slot-rules.ts'
import { bookingDays } from '../../src/usecases/booking/booking-days.ts'
import { moveBooking } from '../../src/usecases/booking/change-booking.ts'
import { applySlotRules, previewSlotRules, readSlotRules } from '../../src/usecases/booking/change-slot-rules.ts'
import { holdSlot } from '../../src/usecases/booking/hold-slot.ts'
import { markArrived, markMissed, markServed } from '../../src/usecases/booking/note-visit.ts'
import { readBooking } from '../../src/usecases/booking/read-booking.ts'
import { layOutAll } from '../../src/usecases/booking/slot-calendar.ts'
import { addJointLeave } from '../../src/usecases/calendar-days.ts'
import { book, countFaults, interview, refusalOf, slotsOn } from '../support/booking.ts'
import { openTestOffice, workday, type TestOffice } from '../support/test-office.ts'

let house: TestOffice
before(async () => {
  house = await openTestOffice()
})
after(() => house.close())

const consultation = { place: 'mpp-jakarta', desk: 'consultation' }

async function rulesOf(desk: { readonly place: string; readonly desk: string }) {
  const read = await readSlotRules(house.office, await house.staff('head-province'), desk)
  assert.ok(read.ok)
  return read.view
}

async function change(desk: { readonly place: string; readonly desk: string }, part: Partial<SlotRules>) {
  const { rules, version } = await rulesOf(desk)
  const head = await house.staff('head-province')
  const asked = { ...desk, rules: { ...rules, ...part } }
  const preview = await previewSlotRules(house.office, head, asked)
  assert.ok(preview.ok, JSON.stringify(preview))
  const command = randomUUID()
  const applied = await applySlotRules(house.office, head, { ...asked, version, command })
  assert.ok(applied.ok, JSON.stringify(applied))
  assert.deepEqual(await applySlotRules(house.office, head, { ...asked, version, command }), applied, 'the same command again has one effect')
  return { hurt: preview.hurt, told: applied.told }
}

async function hurtMails(): Promise<readonly string[]> {
  const { rows } = await house.database.openPool(1).query<{ booking: string }>("select payload->>'booking' as booking from graphile_worker._private_jobs where payload->>'message' = 'hurt' order by id")
  return rows.map((row) => row.booking)
}

test('Fewer counters: the bookings stand, who booked last is told the nearest free times, and nobody new is let in', async () => {
  const { office } = house
  const [slot] = await slotsOn(office, '2026-11-25', consultation)
  assert.equal(slot!.capacity, 2)
  const [dewi, budi] = [await house.citizen(), await house.citizen()]
  await book(office, dewi, slot!.slot)
  house.setNow(workday + 1000)
  const later = await book(office, budi, slot!.slot)
  const { hurt, told } = await change(consultation, { weekly: Object.fromEntries([1, 2, 3, 4, 5].map((day) => [day, [{ from: '07:30', to: '16:00', counters: 1 }]])) })
  assert.deepEqual(hurt.map((each) => [each.booking, each.because]), [[later, 'fewer']])
  assert.deepEqual(hurt[0]!.nearest.map((near) => near.from), ['08:00', '08:30', '09:00'])
  assert.equal(told, 1)
  assert.deepEqual(await hurtMails(), [later])
  const read = await readBooking(office, budi, later)
  assert.ok(read.ok && read.view.state === 'confirmed' && read.view.hurt)
  assert.equal(refusalOf(await holdSlot(office, await house.citizen(), { slot: slot!.slot, command: randomUUID() })), 'SlotFull')
  const [near] = await slotsOn(office, '2026-11-25', consultation)
  assert.ok((await moveBooking(office, budi, { booking: later, slot: near!.slot, command: randomUUID() })).ok)
  const after = await readBooking(office, budi, later)
  assert.ok(after.ok && !after.view.hurt)
  assert.deepEqual(await countFaults(house, office.now()), { oversold: 0, doubled: 0, miscounted: 0, overdue: 0 })
  house.setNow(workday)
})

test('A closed date and other slot lengths keep every booking at its time, and leave no room twice', async () => {
  const { office } = house
  const slots = await slotsOn(office, '2026-11-26')
  const dewi = await house.citizen()
  const booking = await book(office, dewi, slots.find((each) => each.from === '08:30')!.slot)
  const longer = await change(interview, { minutes: 40 })
  assert.deepEqual(longer.hurt.map((each) => [each.booking, each.because, each.from]), [[booking, 'closed', '08:30']])
  const free = (await slotsOn(office, '2026-11-26')).map((each) => each.from)
  assert.deepEqual(free.slice(0, 3), ['07:30', '09:30', '10:10'], '08:10 and 08:50 overlap the booking from 08:30 to 09:00')
  const closed = await change(interview, { minutes: 30, exceptions: { '2026-11-26': { kind: 'closed', reason: { id: 'Pelatihan', en: 'Training' } } } })
  assert.deepEqual(closed.hurt.map((each) => each.booking), [booking])
  assert.equal(closed.told, 0, 'told already, and not moved since')
  assert.ok(closed.hurt[0]!.nearest.length === 3 && closed.hurt[0]!.nearest.every((near) => near.date !== '2026-11-26'))
  assert.deepEqual(await slotsOn(office, '2026-11-26'), [])
  const days = await bookingDays(office, interview)
  assert.ok(days.ok)
  assert.deepEqual(days.view.days.find((day) => day.date === '2026-11-26')?.closed, { kind: 'exception', reason: { id: 'Pelatihan', en: 'Training' } })
  const read = await readBooking(office, dewi, booking)
  assert.ok(read.ok && read.view.state === 'confirmed' && read.view.from === '08:30')
})

test('Joint leave closes the day for new bookings and tells who has one; laying out again changes nothing', async () => {
  const { office } = house
  const [slot] = await slotsOn(office, '2026-12-02')
  const booking = await book(office, await house.citizen(), slot!.slot)
  assert.ok((await addJointLeave(office, await house.staff('head-province'), { date: '2026-12-02', name: 'Cuti bersama', command: randomUUID() })).ok)
  await Promise.all([layOutAll(office), layOutAll(office)])
  assert.deepEqual(await slotsOn(office, '2026-12-02'), [])
  assert.equal((await hurtMails()).filter((each) => each === booking).length, 1)
  const pool = house.database.openPool(1)
  const rows = async () => (await pool.query<{ all: string }>("select md5(string_agg(s::text, '' order by id)) as all from slots s")).rows[0]!.all
  const before = await rows()
  await layOutAll(office)
  assert.equal(await rows(), before)
})

test('Only the head of the unit changes rules, only right ones, and not over what another head just saved', async () => {
  const { office } = house
  const { rules, version } = await rulesOf(consultation)
  const asked = { ...consultation, rules, version, command: randomUUID() }
  for (const person of [await house.staff('head'), await house.staff('counter'), await house.citizen()]) {
    assert.equal(refusalOf(await previewSlotRules(office, person, asked)), 'NoDuty')
    assert.equal(refusalOf(await applySlotRules(office, person, asked)), 'NoDuty')
  }
  const head = await house.staff('head-province')
  assert.equal(refusalOf(await applySlotRules(office, head, { ...asked, rules: { ...rules, minutes: 0 } })), 'BadRules')
  assert.equal(refusalOf(await applySlotRules(office, head, { ...asked, version: version + 1 })), 'RulesMoved')
  const both = await Promise.all([1, 2].map(() => applySlotRules(office, head, { ...asked, command: randomUUID() })))
  assert.deepEqual(both.map(refusalOf).sort(), [null, 'RulesMoved'].sort())
})

test('The counter notes who came, was served or missed; never of a hold or a visit that is over', async () => {
  const { office } = house
  const [slot, other] = await slotsOn(office, '2026-12-03')
  const dewi = await house.citizen()
  const booking = await book(office, dewi, slot!.slot)
  const note = (mark: typeof markArrived, id: string) => office.store.transaction((tx) => mark(office, tx, { booking: id, by: 'lina' }))
  const held = await holdSlot(office, dewi, { slot: other!.slot, command: randomUUID() })
  assert.ok(held.ok)
  assert.equal(refusalOf(await note(markArrived, held.booking)), 'NotConfirmed')
  for (const mark of [markArrived, markArrived, markServed]) assert.equal(refusalOf(await note(mark, booking)), null)
  assert.equal(refusalOf(await note(markMissed, booking)), 'Over')
  const read = await readBooking(office, dewi, booking)
  assert.ok(read.ok)
  assert.deepEqual(read.view.history.map((event) => [event.what, event.by]), [['held', 'person'], ['confirmed', 'person'], ['arrived', 'staff'], ['served', 'staff']])
})
