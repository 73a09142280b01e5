import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { answerPickupOffer } from '../../src/usecases/booking/answer-pickup-offer.ts'
import { bookingDays, bookingTimes } from '../../src/usecases/booking/booking-days.ts'
import { confirmBooking } from '../../src/usecases/booking/change-booking.ts'
import { cancelVisit, moveVisit } from '../../src/usecases/booking/change-visit.ts'
import { chooseSlot } from '../../src/usecases/booking/choose-slot.ts'
import { lookAhead } from '../../src/usecases/booking/offer-later-slot.ts'
import { readForPickupMail } from '../../src/usecases/booking/read-for-pickup-mail.ts'
import { listVisits, readVisit, type VisitView } from '../../src/usecases/booking/read-visit.ts'
import { readyForPickup } from '../../src/usecases/booking/ready-for-pickup.ts'
import { settlePickup } from '../../src/usecases/booking/settle-pickup.ts'
import { askForDelivery } from '../../src/usecases/deliveries/ask-for-delivery.ts'
import { readOwnDelivery } from '../../src/usecases/deliveries/read-delivery.ts'
import type { Visitor } from '../../src/usecases/views.ts'
import { withdrawApplication } from '../../src/usecases/withdraw-application.ts'
import { approve, sign } from '../support/office-work.ts'
import { submitResearch } from '../support/research.ts'
import { openTestOffice, workday, type TestOffice } from '../support/test-office.ts'

const where = { place: 'jakarta-pusat', desk: 'pickup' }
const hour = 3_600_000
/** Jakarta's clock on a date. */
const at = (date: string, time: string) => Date.parse(`${date}T${time}:00+07:00`)

let house: TestOffice
let rina: Visitor
let sri: Visitor
before(async () => {
  house = await openTestOffice()
  ;[rina, sri] = await Promise.all([house.staff('verifier'), house.staff('head')])
})
after(() => house.close())

const command = () => randomUUID()

async function slotOn(date: string, from: string): Promise<number> {
  const times = await bookingTimes(house.office, { ...where, date })
  assert.ok(times.ok)
  const time = times.view.times.find((each) => each.from === from)
  assert.ok(time?.bookable, `${date} ${from} can be booked`)
  return time.slot
}

type Booked = { readonly dewi: Visitor; readonly application: string; readonly id: string }

/** Sent on Tuesday morning, promised for Wednesday 16:00, and booked to be picked up. */
async function booked(date: string, from: string, sentAt = workday): Promise<Booked> {
  house.setNow(sentAt)
  const dewi = await house.citizen()
  const { id: application } = await submitResearch(house.office, dewi)
  const chosen = await chooseSlot(house.office, dewi, { slot: await slotOn(date, from), application, command: command() })
  assert.ok(chosen.ok, JSON.stringify(chosen))
  assert.ok((await confirmBooking(house.office, dewi, { booking: chosen.booking, command: command() })).ok)
  return { dewi, application, id: chosen.booking }
}

async function visitOf({ dewi, id }: Booked): Promise<VisitView> {
  const read = await readVisit(house.office, dewi, id)
  assert.ok(read.ok)
  return read.view
}

async function mailsOf(booking: string): Promise<readonly string[]> {
  const { rows } = await house.database.openPool(1).query<{ message: string }>(
    `select j.payload->>'message' as message from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where t.identifier in ('pickup-mail', 'booking-mail') and j.payload->>'booking' = $1 order by j.id`,
    [booking],
  )
  return rows.map((row) => row.message)
}

const takenOf = async (slot: number) => (await house.office.store.transaction((tx) => tx.slot(slot)))?.taken

test('A pickup of what is not signed is tentative, and the counter is told why it is not ready', async () => {
  const pickup = await booked('2026-11-26', '09:00')
  const visit = await visitOf(pickup)
  assert.deepEqual([visit.tentative, visit.pickup?.readiness], [true, { ready: false, reason: 'not-signed' }])
  await approve(house.office, rina, pickup.application)
  const permit = await sign(house.office, sri, pickup.application)
  assert.deepEqual((await visitOf(pickup)).pickup?.readiness, { ready: true, permit }, 'it is ready at once, whatever job still waits')
})

test('The signature makes it firm, once, with one letter and a newer entry for the calendar', async () => {
  const pickup = await booked('2026-11-26', '09:30')
  await approve(house.office, rina, pickup.application)
  await sign(house.office, sri, pickup.application)
  assert.equal(await readForPickupMail(house.office, 'offer', pickup.id), null)
  await Promise.all([settlePickup(house.office, pickup.application), settlePickup(house.office, pickup.application)])
  const visit = await visitOf(pickup)
  assert.deepEqual([visit.tentative, visit.sequence], [false, 1])
  assert.deepEqual(await mailsOf(pickup.id), ['booked', 'ready'])
  const facts = await readForPickupMail(house.office, 'ready', pickup.id)
  assert.deepEqual([facts?.calendar?.sequence, facts?.calendar?.tentative, facts?.booking.code], [1, false, visit.code])
})

test('Taken back, there is nothing to pick up or to bring: both are called off and the place is free again', async () => {
  const pickup = await booked('2026-11-26', '10:00')
  const home = { recipient: 'Dewi Lestari', phone: '081234567890', address: 'Jl. Cikini Raya 12, Jakarta' }
  assert.ok((await askForDelivery(house.office, pickup.dewi, { application: pickup.application, to: home, command: command() })).ok)
  const { slot } = await visitOf(pickup)
  assert.ok((await withdrawApplication(house.office, pickup.dewi, { id: pickup.application, command: command() })).ok)
  await settlePickup(house.office, pickup.application)
  assert.equal((await visitOf(pickup)).state, 'cancelled')
  assert.deepEqual(await mailsOf(pickup.id), ['booked', 'cancelled'])
  assert.equal(await takenOf(slot), 0)
  assert.equal(await readOwnDelivery(house.office, pickup.dewi, pickup.application), null)
  const again = await chooseSlot(house.office, pickup.dewi, { slot, application: pickup.application, command: command() })
  assert.deepEqual(again, { ok: false, refusal: { kind: 'CaseClosed' } })
})

/** Booked for Wednesday 09:00, though it is promised for Wednesday 16:00: it will be too late. */
async function tooEarly(from: string): Promise<Booked> {
  return booked('2026-11-25', from)
}

test('Nothing is offered before the working day before, and on that morning one offer, however many nodes look', async () => {
  const pickup = await booked('2026-11-27', '07:30')
  await house.database.openPool(1).query('update office.cases set deadline = $2 where id = $1', [pickup.application, '2026-11-30T09:00:00Z'])
  house.setNow(at('2026-11-26', '07:29'))
  await lookAhead(house.office)
  assert.equal((await visitOf(pickup)).pickup?.offer, null, 'the office has not opened yet')
  house.setNow(at('2026-11-26', '07:45'))
  const offered = await Promise.all([lookAhead(house.office), lookAhead(house.office), lookAhead(house.office)])
  assert.ok(offered.reduce((sum, each) => sum + each, 0) >= 1)
  await lookAhead(house.office)
  assert.equal((await mailsOf(pickup.id)).filter((message) => message === 'offer').length, 1)
  const offer = (await visitOf(pickup)).pickup?.offer
  assert.deepEqual([offer?.slot?.date, offer?.until], ['2026-12-01', at('2026-11-26', '20:00')], 'the day after the promise, held until the evening')
})

test('Accepted, the visit moves with its code, and the old place is free; accepted twice, it moves once', async () => {
  const pickup = await tooEarly('09:00')
  await lookAhead(house.office)
  const before = await visitOf(pickup)
  assert.equal(before.pickup?.offer?.slot?.date, '2026-11-26')
  const once = command()
  for (let tap = 0; tap < 2; tap++) assert.deepEqual(await answerPickupOffer(house.office, pickup.dewi, { booking: pickup.id, answer: 'accept', command: once }), { ok: true, booking: pickup.id })
  const visit = await visitOf(pickup)
  assert.deepEqual([visit.date, visit.code, visit.sequence, visit.state, visit.tentative], ['2026-11-26', before.code, 1, 'confirmed', true])
  assert.equal(await takenOf(before.slot), 0)
  assert.ok(((await takenOf(visit.slot)) ?? 0) >= 1)
  assert.deepEqual((await listVisits(house.office, pickup.dewi)).upcoming.map((each) => each.id), [pickup.id])
  assert.deepEqual(await answerPickupOffer(house.office, pickup.dewi, { booking: pickup.id, answer: 'keep', command: command() }), { ok: false, refusal: { kind: 'OfferOver' } })
})

test('Kept, the visit stays and the offered place is free; the person is not asked again', async () => {
  const pickup = await tooEarly('09:30')
  await lookAhead(house.office)
  const held = await offeredSlot(pickup)
  const taken = (await takenOf(held)) ?? 0
  assert.ok((await answerPickupOffer(house.office, pickup.dewi, { booking: pickup.id, answer: 'keep', command: command() })).ok)
  assert.equal(await takenOf(held), taken - 1)
  await lookAhead(house.office)
  const visit = await visitOf(pickup)
  assert.deepEqual([visit.date, visit.pickup?.offer], ['2026-11-25', null])
})

test('Cancelled, neither place is kept; moved by the person alone, the offered place goes too', async () => {
  const [cancelled, moved] = [await tooEarly('10:00'), await tooEarly('10:30')]
  await lookAhead(house.office)
  const slots = [await offeredSlot(cancelled), await offeredSlot(moved)]
  const total = async () => (await Promise.all(slots.map(takenOf))).reduce<number>((sum, each) => sum + (each ?? 0), 0)
  const taken = await total()
  assert.ok((await cancelVisit(house.office, cancelled.dewi, { booking: cancelled.id, command: command() })).ok)
  assert.ok((await moveVisit(house.office, moved.dewi, { booking: moved.id, slot: await slotOn('2026-11-27', '09:00'), command: command() })).ok)
  assert.equal(await total(), taken - (slots[0] === slots[1] ? 4 : 2))
  assert.equal((await visitOf(cancelled)).state, 'cancelled')
  assert.equal((await visitOf(moved)).date, '2026-11-27')
})

async function offeredSlot(pickup: Booked): Promise<number> {
  const { slot } = await visitOf(pickup)
  const held = await house.office.store.transaction(async (tx) => {
    const offer = await tx.pickupOffer(pickup.id, slot)
    return offer?.held ? tx.booking(offer.held) : null
  })
  assert.ok(held)
  return held.slot
}

test('An offer that nobody answers ends with the evening, and its place is swept free', async () => {
  const pickup = await tooEarly('11:00')
  await lookAhead(house.office)
  const slot = await offeredSlot(pickup)
  house.setNow(at('2026-11-24', '20:01'))
  assert.equal((await visitOf(pickup)).pickup?.offer, null)
  assert.deepEqual(await answerPickupOffer(house.office, pickup.dewi, { booking: pickup.id, answer: 'accept', command: command() }), { ok: false, refusal: { kind: 'OfferOver' } })
  const { sweepHolds } = await import('../../src/usecases/booking/offer-places.ts')
  const taken = (await takenOf(slot)) ?? 0
  await sweepHolds(house.office)
  assert.ok(((await takenOf(slot)) ?? 0) < taken)
  assert.equal((await visitOf(pickup)).state, 'confirmed')
})

test('Promised in time is believed until the office closes the day before; unsigned then, a later time is offered', async () => {
  // First in the line, whose forecast is good.
  const pickup = await booked('2026-11-26', '10:30', workday - hour)
  house.setNow(at('2026-11-25', '08:00'))
  await lookAhead(house.office)
  assert.equal((await visitOf(pickup)).pickup?.offer, null)
  house.setNow(at('2026-11-25', '16:00'))
  await lookAhead(house.office)
  assert.equal((await visitOf(pickup)).pickup?.offer?.slot?.date, '2026-11-27')
})

test('A signature takes the offer back: the old time is good after all', async () => {
  const pickup = await tooEarly('11:30')
  await lookAhead(house.office)
  const slot = await offeredSlot(pickup)
  const taken = (await takenOf(slot)) ?? 0
  await approve(house.office, rina, pickup.application)
  await sign(house.office, sri, pickup.application)
  await settlePickup(house.office, pickup.application)
  const visit = await visitOf(pickup)
  assert.deepEqual([visit.date, visit.tentative, visit.pickup?.offer], ['2026-11-25', false, null])
  assert.equal(await takenOf(slot), taken - 1)
  assert.equal(await readForPickupMail(house.office, 'offer', pickup.id), null, 'a letter that waits is not sent any more')
})

test("Other people's visits and applications are not there, and a past time is refused", async () => {
  const pickup = await booked('2026-11-26', '13:00')
  const other = await house.citizen()
  assert.equal((await readVisit(house.office, other, pickup.id)).ok, false)
  assert.deepEqual(await answerPickupOffer(house.office, other, { booking: pickup.id, answer: 'cancel', command: command() }), { ok: false, refusal: { kind: 'NotFound' } })
  assert.equal((await cancelVisit(house.office, other, { booking: pickup.id, command: command() })).ok, false)
  assert.deepEqual(await chooseSlot(house.office, other, { slot: await slotOn('2026-11-26', '13:30'), application: pickup.application, command: command() }), { ok: false, refusal: { kind: 'NotYours' } })
  const slot = await slotOn('2026-11-25', '13:00')
  house.setNow(at('2026-11-25', '14:00'))
  assert.deepEqual(await chooseSlot(house.office, other, { slot, application: null, command: command() }), { ok: false, refusal: { kind: 'SlotPast' } })
  house.setNow(workday)
  assert.equal((await readyForPickupOf(other)).ready, false)
})

async function readyForPickupOf(_person: Visitor) {
  return house.office.store.transaction((tx) => readyForPickup(house.office, tx, { application: null }))
}

test('Who looks around keeps one place held, not three; a hold that ran out is no obstacle', async () => {
  house.setNow(workday)
  const dewi = await house.citizen()
  const { id: application } = await submitResearch(house.office, dewi)
  const [first, second] = [await slotOn('2026-11-26', '14:00'), await slotOn('2026-11-26', '14:30')]
  const one = await chooseSlot(house.office, dewi, { slot: first, application, command: command() })
  const two = await chooseSlot(house.office, dewi, { slot: second, application, command: command() })
  assert.ok(one.ok && two.ok)
  assert.equal(one.booking, two.booking)
  assert.deepEqual([await takenOf(first), await takenOf(second)], [0, 1])
  house.setNow(workday + hour)
  const three = await chooseSlot(house.office, dewi, { slot: first, application, command: command() })
  assert.ok(three.ok, JSON.stringify(three))
  assert.deepEqual([await takenOf(first), await takenOf(second)], [1, 0])
  house.setNow(workday)
})

test('Days tell how many are left, and the first free one', async () => {
  const days = await bookingDays(house.office, where)
  assert.ok(days.ok)
  assert.equal(days.view.days.filter((day) => day.firstFree).length, 1)
})
