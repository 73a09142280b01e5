import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BookingState } from './booking.ts'
import { refuseCancel, refuseConfirm, refuseMove, refuseNote, refuseSlot, stateAt } from './booking-rules.ts'

const now = Date.parse('2026-11-24T03:00:00Z')
const states: readonly BookingState[] = ['held', 'confirmed', 'arrived', 'served', 'missed', 'cancelled', 'expired']
const booking = (state: BookingState, change: { readonly heldUntil?: number; readonly startsAt?: number } = {}) => ({
  person: 'dewi', state, heldUntil: state === 'held' ? now + 1 : null, startsAt: now + 60_000, ...change,
})
const kinds = (refuse: (state: BookingState) => { readonly kind: string } | null) => states.map((state) => refuse(state)?.kind ?? 'may')

test('Each step of a booking is allowed from the states before it and no others', () => {
  //                                                                      held            confirmed  arrived  served  missed  cancelled  expired
  assert.deepEqual(kinds((state) => refuseConfirm(booking(state), 'dewi', now)), ['may', 'may', 'Over', 'Over', 'Over', 'Over', 'HoldExpired'])
  assert.deepEqual(kinds((state) => refuseMove(booking(state), 'dewi', now)), ['may', 'may', 'Over', 'Over', 'Over', 'Over', 'HoldExpired'])
  assert.deepEqual(kinds((state) => refuseCancel(booking(state), 'dewi', now)), ['may', 'may', 'Over', 'Over', 'Over', 'may', 'may'])
  assert.deepEqual(kinds((state) => refuseNote(booking(state), 'arrived', now)), ['NotConfirmed', 'may', 'may', 'Over', 'Over', 'Over', 'Over'])
  assert.deepEqual(kinds((state) => refuseNote(booking(state), 'served', now)), ['NotConfirmed', 'may', 'may', 'may', 'Over', 'Over', 'Over'])
  assert.deepEqual(kinds((state) => refuseNote(booking(state), 'missed', now)), ['NotConfirmed', 'may', 'may', 'Over', 'may', 'Over', 'Over'])
})

test('Somebody else may do nothing to it, whatever its state', () => {
  for (const state of states)
    for (const refuse of [refuseConfirm, refuseMove, refuseCancel]) assert.deepEqual(refuse(booking(state), 'budi', now), { kind: 'NotYours' })
})

test('A hold ends at the very instant it was promised until, and a visit that has begun is not changed any more', () => {
  assert.deepEqual([stateAt(booking('held', { heldUntil: now + 1 }), now), stateAt(booking('held', { heldUntil: now }), now)], ['held', 'expired'])
  assert.deepEqual(refuseConfirm(booking('held', { heldUntil: now }), 'dewi', now), { kind: 'HoldExpired' })
  for (const refuse of [refuseMove, refuseCancel]) assert.deepEqual(refuse(booking('confirmed', { startsAt: now }), 'dewi', now), { kind: 'SlotPast' })
  assert.deepEqual(refuseConfirm(booking('held', { startsAt: now }), 'dewi', now), { kind: 'SlotPast' })
  assert.equal(refuseConfirm(booking('confirmed', { startsAt: now }), 'dewi', now), null, 'what is booked stays booked')
})

test('A slot is refused for the reason that says most', () => {
  const slot = { startsAt: now + 100, opensAt: now - 100, closesAt: now + 50, capacity: 1 }
  assert.equal(refuseSlot(slot, now), null)
  const kind = (change: Partial<typeof slot>) => refuseSlot({ ...slot, ...change }, now)?.kind
  assert.deepEqual([kind({ startsAt: now }), kind({ capacity: 0 }), kind({ closesAt: now - 1 }), kind({ opensAt: now + 1 })], ['SlotPast', 'Closed', 'TooSoon', 'TooFar'])
})
