import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { bookingDays } from '../../src/usecases/booking/booking-days.ts'
import { cancelBooking, confirmBooking, moveBooking } from '../../src/usecases/booking/change-booking.ts'
import { findPlaces } from '../../src/usecases/booking/find-places.ts'
import { holdSlot } from '../../src/usecases/booking/hold-slot.ts'
import { bookingByCode, myBookings, readBooking } from '../../src/usecases/booking/read-booking.ts'
import type { Visitor } from '../../src/usecases/views.ts'
import { book as bookAt, minute, refusalOf as kind, slotsOn as slotsAt } from '../support/booking.ts'
import { submitResearch } from '../support/research.ts'
import { openTestOffice, workday, type TestOffice } from '../support/test-office.ts'

let house: TestOffice
before(async () => {
  house = await openTestOffice()
})
after(() => house.close())

const slotsOn = (date: string) => slotsAt(house.office, date)
const book = (visitor: Visitor, slot: number) => bookAt(house.office, visitor, slot)
const hold = (visitor: Visitor, slot: number, command = randomUUID()) => holdSlot(house.office, visitor, { slot, command })

test('Places are found nearest first, each with its first free day; a closed day says why', async () => {
  const places = await findPlaces(house.office, { purpose: 'pickup', near: { unit: '3174' } })
  assert.deepEqual(places.map(({ place }) => place.code), ['jakarta-selatan', 'mpp-jakarta', 'jakarta-pusat'])
  assert.deepEqual(places.map(({ firstFree }) => firstFree), ['2026-11-24', '2026-11-24', '2026-11-24'])
  const days = await bookingDays(house.office, { place: 'mpp-jakarta', desk: 'pickup' })
  assert.ok(days.ok)
  const of = (date: string) => days.view.days.find((day) => day.date === date)
  assert.deepEqual([of('2026-11-24')?.firstFree, of('2026-11-25')?.firstFree], [true, false])
  assert.equal(of('2026-11-25')?.left, 17 * 6, '17 half hours, two counters with three visits each')
  assert.deepEqual(of('2026-11-28')?.closed, { kind: 'weekday' })
})

test('A hold that is confirmed is a booking; the same request again has one effect and one answer', async () => {
  const dewi = await house.citizen()
  const [slot] = await slotsOn('2026-11-25')
  const command = randomUUID()
  const [first, twin] = await Promise.all([hold(dewi, slot!.slot, command), hold(dewi, slot!.slot, command)])
  assert.deepEqual(first, twin)
  assert.ok(first.ok)
  assert.equal(first.heldUntil, workday + 10 * minute)
  const confirm = randomUUID()
  for (let again = 0; again < 2; again++) assert.ok((await confirmBooking(house.office, dewi, { booking: first.booking, command: confirm })).ok)
  const read = await readBooking(house.office, dewi, first.booking)
  assert.ok(read.ok)
  assert.equal(read.view.state, 'confirmed')
  assert.match(read.view.code, /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
  assert.deepEqual(read.view.history.map((event) => event.what), ['held', 'confirmed'])
  assert.deepEqual(await hold(dewi, slot!.slot, command).then((held) => held.ok), true)
  assert.equal((await slotsOn('2026-11-25')).some((each) => each.slot === slot!.slot), false, 'the one place is taken')
  assert.equal((await myBookings(house.office, dewi)).upcoming.length, 1)
})

test('A full slot, a past one, one too soon, one too far and one of another person are refused', async () => {
  const { office } = house
  const [slot, other] = await slotsOn('2026-11-26')
  const [dewi, budi] = [await house.citizen(), await house.citizen()]
  const booking = await book(dewi, slot!.slot)
  assert.equal(kind(await hold(budi, slot!.slot)), 'SlotFull')
  assert.equal(kind(await hold(budi, 999_999)), 'NotFound')
  assert.equal(kind(await confirmBooking(office, budi, { booking, command: randomUUID() })), 'NotYours')
  assert.equal(kind(await cancelBooking(office, budi, { booking, command: randomUUID() })), 'NotYours')
  assert.equal(kind(await moveBooking(office, budi, { booking, slot: other!.slot, command: randomUUID() })), 'NotYours')
  assert.equal(kind(await readBooking(office, budi, booking)), 'NotYours')
  house.setNow(other!.startsAt - 59 * minute)
  assert.equal(kind(await hold(budi, other!.slot)), 'TooSoon')
  house.setNow(other!.startsAt + minute)
  assert.equal(kind(await hold(budi, other!.slot)), 'SlotPast')
  assert.equal(kind(await cancelBooking(office, dewi, { booking, command: randomUUID() })), 'SlotPast')
  house.setNow(other!.startsAt - 31 * 24 * 60 * minute)
  assert.equal(kind(await hold(budi, other!.slot)), 'TooFar')
  house.setNow(workday)
})

test('A hold whose time is over is free for the next, whether or not anything swept it, and can no longer be confirmed', async () => {
  const [dewi, budi] = [await house.citizen(), await house.citizen()]
  const [slot] = await slotsOn('2026-11-27')
  const held = await hold(dewi, slot!.slot)
  assert.ok(held.ok)
  assert.equal((await slotsOn('2026-11-27')).some((each) => each.slot === slot!.slot), false)
  house.setNow(workday + 10 * minute)
  assert.equal((await slotsOn('2026-11-27')).some((each) => each.slot === slot!.slot), true, 'pages count it as free')
  await book(budi, slot!.slot)
  const late = await confirmBooking(house.office, dewi, { booking: held.booking, command: randomUUID() })
  assert.deepEqual(late, { ok: false, refusal: { kind: 'HoldExpired' } })
  house.setNow(workday)
})

test('A booking moves: the new place is taken and the old one given back; to a full slot it does not', async () => {
  const { office } = house
  const [dewi, budi] = [await house.citizen(), await house.citizen()]
  const [from, to, full] = await slotsOn('2026-11-30')
  const booking = await book(dewi, from!.slot)
  await book(budi, full!.slot)
  assert.deepEqual(await moveBooking(office, dewi, { booking, slot: full!.slot, command: randomUUID() }), { ok: false, refusal: { kind: 'SlotFull' } })
  const command = randomUUID()
  for (let again = 0; again < 2; again++) assert.ok((await moveBooking(office, dewi, { booking, slot: to!.slot, command })).ok)
  const read = await readBooking(office, dewi, booking)
  assert.ok(read.ok)
  assert.deepEqual([read.view.slot, read.view.state, read.view.sequence], [to!.slot, 'confirmed', 1])
  const free = (await slotsOn('2026-11-30')).map((each) => each.slot)
  assert.deepEqual([free.includes(from!.slot), free.includes(to!.slot)], [true, false])
})

test('An application has one live booking for a desk, and a person three in all', async () => {
  const { office } = house
  const dewi = await house.citizen()
  const { id: application } = await submitResearch(office, dewi)
  const slots = await slotsOn('2026-12-01')
  const first = await holdSlot(office, dewi, { slot: slots[0]!.slot, application, command: randomUUID() })
  assert.ok(first.ok)
  const second = await holdSlot(office, dewi, { slot: slots[1]!.slot, application, command: randomUUID() })
  assert.deepEqual(second, { ok: false, refusal: { kind: 'AlreadyBooked', booking: first.booking } })
  const stranger = await holdSlot(office, await house.citizen(), { slot: slots[1]!.slot, application, command: randomUUID() })
  assert.deepEqual(stranger, { ok: false, refusal: { kind: 'NotYours' } })
  assert.ok((await hold(dewi, slots[1]!.slot)).ok)
  assert.ok((await hold(dewi, slots[2]!.slot)).ok)
  assert.deepEqual(await hold(dewi, slots[3]!.slot), { ok: false, refusal: { kind: 'TooMany', most: 3 } })
  assert.ok((await cancelBooking(office, dewi, { booking: first.booking, command: randomUUID() })).ok)
  assert.ok((await holdSlot(office, dewi, { slot: slots[3]!.slot, application, command: randomUUID() })).ok)
})

test('The counter finds a booking by its code, however it is typed, and the person sees that it was looked at', async () => {
  const { office } = house
  const dewi = await house.citizen('dewi@warga.example')
  const [slot] = await slotsOn('2026-12-02')
  const booking = await book(dewi, slot!.slot)
  const read = await readBooking(office, dewi, booking)
  assert.ok(read.ok)
  const typed = read.view.code.toLowerCase().replace('-', ' ').replaceAll('0', 'o')
  const seen = await bookingByCode(office, await house.staff('counter'), { code: typed })
  assert.ok(seen.ok)
  assert.equal(seen.view.id, booking)
  for (const key of ['counter2', 'verifier', 'head-province']) assert.equal((await bookingByCode(office, await house.staff(key), { code: typed })).ok, false, `${key} has no counter duty there`)
  const after = await readBooking(office, dewi, booking)
  assert.ok(after.ok)
  assert.deepEqual(after.view.history.at(-1), { what: 'read', at: workday, by: 'staff' })
})
