import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Booking } from './booking.ts'
import { hurtBy, makeRoom, type KeptSlot } from './plan-layout.ts'
import { samplePlace } from './sample-place.ts'
import { slotsOf, defaultRules } from './slots-of.ts'

const rules = defaultRules(samplePlace, samplePlace.desks[0]!)
const date = '2026-11-24'

const booking = (id: number, startsAt: number): Booking => ({
  id: String(id), unit: '31', place: 'mpp-jakarta', desk: 'pickup', slot: startsAt, startsAt, endsAt: startsAt, person: 'dewi', application: null,
  state: 'confirmed', tentative: false, heldUntil: null, code: '7K3M-Q9TA', sequence: 0, createdAt: id, hurtAt: null,
})

const shape = fc.record({ minutes: fc.integer({ min: 5, max: 120 }), counters: fc.integer({ min: 0, max: 4 }), perCounter: fc.integer({ min: 1, max: 3 }) })
const daySlots = ({ minutes, counters, perCounter }: { readonly minutes: number; readonly counters: number; readonly perCounter: number }) =>
  slotsOf(samplePlace, { ...rules, minutes, perCounter, weekly: { 2: [{ from: '08:00', to: '12:00', counters }] } }, new Map(), date, date)

/** Slots of other rules, each booked as full as those rules allowed or less. */
const booked = fc.tuple(shape, fc.infiniteStream(fc.nat(12))).map(([before, takes]): readonly KeptSlot[] =>
  daySlots(before).map((slot) => ({
    ...slot,
    bookings: Array.from({ length: Math.min(slot.capacity, takes.next().value ?? 0) }, (_, index) => booking(index, slot.startsAt)),
  })),
)

test('Whatever rules follow: nobody loses a booking, and what is free beside the bookings is free in truth', () => {
  fc.assert(
    fc.property(booked, shape, (kept, after) => {
      const wanted = daySlots(after)
      const slots = makeRoom(wanted, kept)
      assert.deepEqual(slots.map((slot) => slot.startsAt), wanted.map((slot) => slot.startsAt))
      for (const [at, slot] of slots.entries()) {
        assert.ok(slot.capacity >= 0 && slot.capacity <= wanted[at]!.capacity)
        const here = kept.find((each) => each.startsAt === slot.startsAt)?.bookings.length ?? 0
        const across = kept.filter((each) => each.startsAt !== slot.startsAt && !wanted.some((same) => same.startsAt === each.startsAt) && each.startsAt < slot.endsAt && each.endsAt > slot.startsAt)
        const beside = across.reduce((sum, each) => sum + each.bookings.length, 0)
        const free = Math.max(0, slot.capacity - here)
        assert.ok(free === 0 || free + here + beside <= wanted[at]!.capacity, 'no counter is promised twice')
      }
    }),
  )
})

test('The hurt are exactly those there is no room for: the ones who booked last, and all of a slot that is gone', () => {
  fc.assert(
    fc.property(booked, shape, (kept, after) => {
      const slots = makeRoom(daySlots(after), kept)
      const hurt = hurtBy(slots, kept)
      for (const slot of kept) {
        const room = slots.find((each) => each.startsAt === slot.startsAt)?.capacity
        const here = hurt.filter((each) => each.booking.startsAt === slot.startsAt)
        assert.equal(here.length, Math.max(0, slot.bookings.length - (room ?? 0)))
        assert.ok(here.every((each) => each.because === (room === undefined ? 'closed' : 'fewer') && Number(each.booking.id) >= (room ?? 0)))
      }
    }),
  )
})

test('The same rules again hurt nobody and take no room', () => {
  const slots = daySlots({ minutes: 30, counters: 2, perCounter: 3 })
  const kept = slots.map((slot) => ({ ...slot, bookings: Array.from({ length: 6 }, (_, index) => booking(index, slot.startsAt)) }))
  assert.deepEqual(makeRoom(slots, kept), slots)
  assert.deepEqual(hurtBy(slots, kept), [])
})
