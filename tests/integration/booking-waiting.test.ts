import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { cancelBooking, moveBooking } from '../../src/usecases/booking/change-booking.ts'
import { holdSlot } from '../../src/usecases/booking/hold-slot.ts'
import { sweepHolds } from '../../src/usecases/booking/offer-places.ts'
import { myBookings } from '../../src/usecases/booking/read-booking.ts'
import { acceptOffer, declineOffer, joinWaitingList, leaveWaitingList } from '../../src/usecases/booking/waiting-list.ts'
import type { Visitor } from '../../src/usecases/views.ts'
import { book, countFaults, interview, minute, refusalOf, slotsOn } from '../support/booking.ts'
import { openTestOffice, workday, type TestOffice } from '../support/test-office.ts'

let house: TestOffice
before(async () => {
  house = await openTestOffice()
})
after(() => house.close())

const command = () => randomUUID()

/** Every place of a day is booked, each by a person of its own. */
async function fillDay(date: string): Promise<readonly { readonly visitor: Visitor; readonly booking: string; readonly slot: number }[]> {
  const filled = []
  for (const { slot } of await slotsOn(house.office, date)) {
    const visitor = await house.citizen()
    filled.push({ visitor, booking: await book(house.office, visitor, slot), slot })
  }
  return filled
}

async function wait(visitor: Visitor, from: string, to = from): Promise<string> {
  const joined = await joinWaitingList(house.office, visitor, { ...interview, from, to, command: command() })
  assert.ok(joined.ok, JSON.stringify(joined))
  return joined.waiting
}

async function standing(visitor: Visitor) {
  const [view] = (await myBookings(house.office, visitor)).waiting
  return view ?? null
}

async function mailsOf(message: string): Promise<number> {
  const { rows } = await house.database.openPool(1).query("select from graphile_worker._private_jobs where payload->>'message' = $1", [message])
  return rows.length
}

test('A place that is given back is offered to the first in the list, held for them, and booked when they take it', async () => {
  const { office } = house
  const day = '2026-11-25'
  const filled = await fillDay(day)
  const [dewi, budi, passer] = [await house.citizen(), await house.citizen(), await house.citizen()]
  const first = await wait(dewi, day)
  await wait(budi, day)
  assert.deepEqual([(await standing(dewi))?.position, (await standing(budi))?.position], [1, 2])
  const { visitor, booking, slot } = filled[3]!
  assert.ok((await cancelBooking(office, visitor, { booking, command: command() })).ok)
  const offered = await standing(dewi)
  assert.deepEqual([offered?.state, offered?.offer?.slot, offered?.offer?.until], ['offered', slot, workday + 120 * minute])
  assert.equal((await standing(budi))?.position, 1)
  assert.equal(refusalOf(await holdSlot(office, passer, { slot, command: command() })), 'SlotFull', 'nobody else can snap it up')
  assert.equal(refusalOf(await acceptOffer(office, budi, { waiting: first, command: command() })), 'NotYours')
  const accept = command()
  for (let again = 0; again < 2; again++) assert.ok((await acceptOffer(office, dewi, { waiting: first, command: accept })).ok)
  const mine = await myBookings(office, dewi)
  assert.deepEqual([mine.upcoming.map((view) => [view.slot, view.state]), mine.waiting], [[[slot, 'confirmed']], []])
})

test('An offer that nobody takes in time, or that is declined, goes to the next; when the list is empty the place is free', async () => {
  const { office } = house
  const day = '2026-11-26'
  const filled = await fillDay(day)
  const people = await Promise.all([1, 2, 3].map(() => house.citizen()))
  const waiting: string[] = []
  for (const person of people) waiting.push(await wait(person, day))
  const { visitor, booking, slot } = filled[0]!
  await cancelBooking(office, visitor, { booking, command: command() })
  const states = async () => Promise.all(people.map(async (person) => (await standing(person))?.state ?? null))
  assert.deepEqual(await states(), ['offered', 'waiting', 'waiting'])
  const before = await mailsOf('offer')
  house.setNow(workday + 120 * minute)
  await Promise.all([sweepHolds(office), sweepHolds(office)])
  assert.deepEqual(await states(), [null, 'offered', 'waiting'], 'two nodes that sweep at once offer it once')
  assert.equal((await mailsOf('offer')) - before, 1)
  assert.equal(refusalOf(await acceptOffer(office, people[0]!, { waiting: waiting[0]!, command: command() })), 'OfferOver')
  assert.ok((await declineOffer(office, people[1]!, { waiting: waiting[1]!, command: command() })).ok)
  assert.deepEqual(await states(), [null, null, 'offered'])
  assert.ok((await leaveWaitingList(office, people[2]!, { waiting: waiting[2]!, command: command() })).ok)
  assert.deepEqual(await states(), [null, null, null])
  assert.deepEqual((await slotsOn(office, day)).map((time) => time.slot), [slot])
  assert.deepEqual(await countFaults(house, office.now()), { oversold: 0, doubled: 0, miscounted: 0, overdue: 0 })
  house.setNow(workday)
})

test('A place freed by a move is offered too, and who joins while something is free is offered it at once', async () => {
  const { office } = house
  const [one, two] = ['2026-12-01', '2026-12-02']
  const filled = await fillDay(one)
  const dewi = await house.citizen()
  await wait(dewi, one)
  const [free] = await slotsOn(office, two)
  assert.ok((await moveBooking(office, filled[0]!.visitor, { booking: filled[0]!.booking, slot: free!.slot, command: command() })).ok)
  assert.equal((await standing(dewi))?.offer?.slot, filled[0]!.slot)
  const budi = await house.citizen()
  await wait(budi, two)
  assert.equal((await standing(budi))?.state, 'offered')
})

test('What a dead hold frees goes to who waits, not to who happens to ask next', async () => {
  const { office } = house
  const day = '2026-12-03'
  const slots = await slotsOn(office, day)
  const holder = await house.citizen()
  const dead = await holdSlot(office, holder, { slot: slots[0]!.slot, command: command() })
  assert.ok(dead.ok)
  for (const { slot } of slots.slice(1)) await book(office, await house.citizen(), slot)
  const dewi = await house.citizen()
  await wait(dewi, day)
  assert.equal((await standing(dewi))?.state, 'waiting')
  house.setNow(workday + 10 * minute)
  assert.equal(refusalOf(await holdSlot(office, await house.citizen(), { slot: slots[0]!.slot, command: command() })), 'SlotFull')
  await sweepHolds(office)
  assert.equal((await standing(dewi))?.offer?.slot, slots[0]!.slot)
  house.setNow(workday)
})

test('Lists have their rules: real dates, one list a desk, three in all, and nobody else leaves for you', async () => {
  const { office } = house
  const dewi = await house.citizen()
  const join = (from: string, to: string, desk = interview) => joinWaitingList(office, dewi, { ...desk, from, to, command: command() })
  assert.equal(refusalOf(await join('2026-11-31', '2026-12-01')), 'BadDate')
  assert.equal(refusalOf(await join('2026-11-28', '2026-11-27')), 'BadDate')
  assert.equal(refusalOf(await join('2026-11-20', '2026-11-23')), 'SlotPast')
  assert.equal(refusalOf(await join('2027-02-01', '2027-02-02')), 'TooFar')
  assert.equal(refusalOf(await join('2026-11-25', '2026-11-25', { place: 'mpp-jakarta', desk: 'nothing' })), 'NotFound')
  const waiting = await wait(dewi, '2026-11-25')
  assert.equal(refusalOf(await join('2026-11-25', '2026-11-25')), 'AlreadyWaiting')
  assert.equal(refusalOf(await leaveWaitingList(office, await house.citizen(), { waiting, command: command() })), 'NotYours')
  for (const desk of ['pickup', 'originals']) assert.ok((await join('2026-11-28', '2026-11-29', { place: 'mpp-jakarta', desk })).ok)
  assert.equal(refusalOf(await join('2026-11-28', '2026-11-29', { place: 'jakarta-pusat', desk: 'pickup' })), 'TooMany')
})
