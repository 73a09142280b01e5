import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { openOffice, type Opened } from '../../src/adapters/open-office.ts'
import { cancelBooking, confirmBooking, moveBooking } from '../../src/usecases/booking/change-booking.ts'
import { applySlotRules, readSlotRules } from '../../src/usecases/booking/change-slot-rules.ts'
import { holdSlot } from '../../src/usecases/booking/hold-slot.ts'
import { sweepHolds } from '../../src/usecases/booking/offer-places.ts'
import { joinWaitingList } from '../../src/usecases/booking/waiting-list.ts'
import type { Office } from '../../src/usecases/ports.ts'
import type { Visitor } from '../../src/usecases/views.ts'
import { countFaults, minute, refusalOf, slotsOn } from '../support/booking.ts'
import { openTestOffice, workday, type TestOffice } from '../support/test-office.ts'

let house: TestOffice
/** A second node on the same database, whose clock is an hour ahead. */
let ahead: Opened
before(async () => {
  house = await openTestOffice()
  ahead = await openOffice({
    settings: { origin: 'http://office.example', dataDir: house.dataDir, demo: true, mailFrom: 'no-reply@office.example' },
    adminUrl: house.database.adminUrl, appUrl: house.database.appUrl, smtpUrl: null,
    log: { info: () => undefined, error: (facts, words) => console.error(words, facts) },
    now: () => house.office.now() + 60 * minute,
  })
})
after(async () => {
  await ahead.close()
  await house.close()
})

const pickup = { place: 'mpp-jakarta', desk: 'pickup' }
const visitorOf = (person: string): Visitor => ({ kind: 'citizen', person, email: '', locale: 'id' })
const nodes = (): readonly Office[] => [house.office, ahead.office]
const none = { oversold: 0, doubled: 0, miscounted: 0, overdue: 0 }

test('Two hundred people ask two nodes for six places, each twice and at once: six get one, and each has one answer', async () => {
  const [slot] = await slotsOn(house.office, '2026-11-25', pickup)
  const asked = Array.from({ length: 200 }, (_, index) => ({ visitor: visitorOf(`crowd-${index}`), command: randomUUID() }))
  const answers = await Promise.all(asked.map(({ visitor, command }) => Promise.all([1, 2].map(() => holdSlot(house.office, visitor, { slot: slot!.slot, command })))))
  for (const [one, other] of answers) assert.deepEqual(one, other)
  assert.equal(answers.filter(([one]) => one!.ok).length, 6)
  assert.deepEqual(await countFaults(house, workday), none)
})

test('A node whose clock is an hour ahead ends holds too soon, but sells nothing twice', async () => {
  const slots = (await slotsOn(house.office, '2026-11-26', pickup)).slice(0, 4)
  const people = Array.from({ length: 120 }, (_, index) => visitorOf(`ahead-${index}`))
  const held = await Promise.all(people.map((visitor, index) => holdSlot(nodes()[index % 2]!, visitor, { slot: slots[index % 4]!.slot, command: randomUUID() })))
  const confirmed = await Promise.all(held.map((each, index) => (each.ok ? confirmBooking(house.office, people[index]!, { booking: each.booking, command: randomUUID() }) : null)))
  const { oversold, doubled, miscounted } = await countFaults(house, workday)
  assert.deepEqual([oversold, doubled, miscounted], [0, 0, 0])
  const yes = confirmed.filter((each) => each?.ok).length
  assert.ok(yes > 0 && yes <= 24, `${yes} of 24 places were confirmed`)
  for (const each of confirmed) if (each && !each.ok) assert.equal(each.refusal.kind, 'HoldExpired')
})

test('Holds, confirmations, moves, cancellations, waiting and sweeping all at once on two nodes: the count stays true', async () => {
  const slots = (await slotsOn(house.office, '2026-11-27', pickup)).slice(0, 3).map((time) => time.slot)
  // The same in every run.
  let seed = 20_261_127
  const chance = (below: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below
  const lives = Array.from({ length: 90 }, (_, index) => ({ visitor: visitorOf(`mixed-${index}`), steps: Array.from({ length: 8 }, () => [chance(6), chance(3), chance(2)] as const) }))
  await Promise.all(lives.map(async ({ visitor, steps }) => {
    let booking: string = randomUUID()
    for (const [what, which, node] of steps) {
      const [office, slot, command] = [nodes()[node]!, slots[which]!, randomUUID()]
      if (what <= 1) {
        const held = await holdSlot(office, visitor, { slot, command })
        if (held.ok) booking = held.booking
      } else if (what === 2) await confirmBooking(office, visitor, { booking, command })
      else if (what === 3) await moveBooking(office, visitor, { booking, slot, command })
      else if (what === 4) await cancelBooking(office, visitor, { booking, command })
      else if (which === 0) await joinWaitingList(office, visitor, { ...pickup, from: '2026-11-27', to: '2026-11-27', command })
      else await sweepHolds(office)
    }
  }))
  const { oversold, doubled, miscounted } = await countFaults(house, workday)
  assert.deepEqual([oversold, doubled, miscounted], [0, 0, 0])
})

test('Capacity is cut to less than what is booked while people book: what was booked stands, and nothing more is sold', async () => {
  const { office } = house
  const head = await house.staff('head-province')
  const day = '2026-12-01'
  const slots = (await slotsOn(office, day, pickup)).slice(0, 3).map((time) => time.slot)
  const read = await readSlotRules(office, head, pickup)
  assert.ok(read.ok)
  const { rules, version } = read.view
  const fewer = { ...rules, perCounter: 1, weekly: Object.fromEntries([1, 2, 3, 4, 5].map((weekday) => [weekday, [{ from: '07:30', to: '16:00', counters: 2 }]])) }
  const first = Array.from({ length: 60 }, (_, index) => holdSlot(office, visitorOf(`cut-${index}`), { slot: slots[index % 3]!, command: randomUUID() }))
  const cut = applySlotRules(ahead.office, head, { ...pickup, rules: fewer, version, command: randomUUID() })
  const answers = await Promise.all(first)
  assert.ok((await cut).ok)
  const before = await office.store.transaction(async (tx) => {
    const read = []
    for (const id of slots) {
      const slot = await tx.slot(id)
      read.push([slot!.taken, slot!.capacity] as const)
    }
    return read
  })
  assert.equal(before.reduce((sum, [count]) => sum + count, 0), answers.filter((each) => each.ok).length)
  for (const [count, capacity] of before) assert.ok(capacity === 2 && count <= 6)
  for (const [index, slot] of slots.entries())
    if (before[index]![0] >= 2) assert.equal(refusalOf(await holdSlot(office, visitorOf(`late-${index}`), { slot, command: randomUUID() })), 'SlotFull')
  const { doubled, miscounted } = await countFaults(house, workday)
  assert.deepEqual([doubled, miscounted], [0, 0])
})

test('Two nodes lay out the same days at once: each slot is there once', async () => {
  const clinic = { place: 'puskesmas-tanah-abang', desk: 'general' }
  const [one, two] = await Promise.all(nodes().map((office) => slotsOn(office, '2026-11-28', clinic)))
  assert.deepEqual(one!.map((time) => time.slot), two!.map((time) => time.slot))
  assert.equal(one!.length, 9)
})
