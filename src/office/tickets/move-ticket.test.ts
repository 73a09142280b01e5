import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { arrive, call, finish, giveMark, leave, recall, skip, transfer, type Moved } from './move-ticket.ts'
import type { Waiting } from './next-ticket.ts'
import { queueRules as rules } from './queue-rules.ts'
import { isOpen, type Ticket } from './ticket.ts'

const nine = Date.parse('2026-11-24T02:00:00Z')
const minute = 60_000
const fresh: Ticket = {
  id: '1', place: 'mpp', unit: '31', day: '2026-11-24', letter: 'A', sequence: 1, desk: 'pickup', rest: [], channel: 'kiosk', priority: null, booking: null, bookedAt: null,
  device: null, state: 'expected', takenAt: nine, arrivedAt: null, since: null, keepsBooking: false, onlyCounter: null, counter: null, calledAt: null, calls: 0, endedAt: null, cause: null, mark: null,
}
const done = (moved: Moved): Ticket => (moved.ok ? moved.ticket : assert.fail(moved.refusal.kind))
const refused = (moved: Moved) => (moved.ok ? null : moved.refusal.kind)
const here = (change: Partial<Ticket> = {}, now = nine) => done(arrive({ ...fresh, ...change }, [], rules, now))
const atCounter = (change: Partial<Ticket> = {}) => done(call(here(change), '1', 'turn', nine + minute))

test('A booking counts until it is fifteen minutes late; then it is a walk-in of its check-in', () => {
  const booked = { bookedAt: nine + 30 * minute, channel: 'booking' as const }
  assert.deepEqual([here(booked).since, here(booked).keepsBooking], [nine + 30 * minute, true])
  const late = here(booked, nine + 46 * minute)
  assert.deepEqual([late.since, late.keepsBooking], [nine + 46 * minute, false])
})

test('A ticket by phone keeps its place for an hour, and is in no line before its owner is there', () => {
  const phone = { channel: 'phone' as const }
  assert.equal(refused(call({ ...fresh, ...phone }, '1', 'turn', nine)), 'NotWaiting')
  assert.equal(here(phone, nine + 60 * minute).since, nine)
  assert.equal(here(phone, nine + 61 * minute).since, nine + 61 * minute)
})

test('Who missed a call and comes back is after the next three in line', () => {
  const line: readonly Waiting[] = [5, 1, 3, 7].map((at) => ({ id: String(at), desk: 'pickup', since: nine + at * minute, order: at, booked: false, priority: null, counter: null }))
  const away = done(skip(atCounter(), '1'))
  assert.equal(done(arrive(away, line, rules, nine + 20 * minute)).since, nine + 5 * minute + 1)
  assert.equal(done(arrive(away, line.slice(0, 2), rules, nine + 20 * minute)).since, nine + 20 * minute)
})

test('Transfer keeps the number and the place in line', () => {
  const moved = done(transfer(atCounter(), '1', { desk: 'consultation', counter: '3' }))
  assert.deepEqual([moved.sequence, moved.since, moved.desk, moved.onlyCounter, moved.state], [1, nine, 'consultation', '3', 'waiting'])
  assert.equal(refused(transfer(atCounter(), '1', { desk: 'pickup', counter: null })), 'SameDesk')
})

test('Registration leads on to the clinic with the same ticket, and the end is the end of the last desk', () => {
  const atClinic = done(finish(atCounter({ desk: 'registration' }), '1', { kind: 'served', next: 'dental' }, nine + 5 * minute))
  assert.deepEqual([atClinic.state, atClinic.desk, atClinic.since], ['waiting', 'dental', nine])
  const end = done(finish(done(call(atClinic, 'P2', 'turn', nine + 9 * minute)), 'P2', { kind: 'served', next: null }, nine + 20 * minute))
  assert.equal(end.state, 'served')
})

test('A visit with one desk in vain is a wasted trip, even when the next desk went well', () => {
  const two = atCounter({ rest: ['consultation'] })
  const moved = done(finish(two, '1', { kind: 'not-served', cause: 'permit-not-ready' }, nine))
  assert.equal(moved.state, 'waiting')
  assert.equal(done(finish(done(call(moved, '3', 'turn', nine)), '3', { kind: 'served', next: null }, nine)).state, 'not-served')
})

test('Another counter can neither recall, skip nor finish a ticket that it did not call', () => {
  for (const moved of [recall(atCounter(), '2'), skip(atCounter(), '2'), finish(atCounter(), '2', { kind: 'served', next: null }, nine)]) assert.equal(refused(moved), 'NotCalled')
})

test('Checking in twice is refused, and so is a mark before the end or a second one', () => {
  assert.equal(refused(arrive(here(), [], rules, nine)), 'AlreadyHere')
  assert.equal(refused(giveMark(atCounter(), 4)), 'NotEnded')
  const end = done(finish(atCounter(), '1', { kind: 'served', next: null }, nine))
  assert.equal(refused(giveMark(done(giveMark(end, 4)), 1)), 'MarkedBefore')
})

test('Whatever is done in whatever order, what is over stays over and what waits can be called', () => {
  const moves: readonly ((ticket: Ticket) => Moved)[] = [
    (ticket) => arrive(ticket, [], rules, nine), (ticket) => call(ticket, '1', 'turn', nine), (ticket) => recall(ticket, '1'), (ticket) => skip(ticket, '1'),
    (ticket) => transfer(ticket, '1', { desk: 'originals', counter: null }), (ticket) => leave(ticket, nine), (ticket) => finish(ticket, '1', { kind: 'served', next: null }, nine),
    (ticket) => finish(ticket, '1', { kind: 'not-served', cause: 'other' }, nine),
  ]
  fc.assert(
    fc.property(fc.array(fc.nat({ max: moves.length - 1 }), { maxLength: 40 }), (walk) => {
      let ticket = fresh
      for (const step of walk) {
        const moved = moves[step]!(ticket)
        if (!isOpen(ticket)) assert.ok(!moved.ok)
        if (!moved.ok) continue
        ticket = moved.ticket
        assert.equal(ticket.state === 'waiting', ticket.since !== null && ticket.counter === null && isOpen(ticket))
        assert.equal(ticket.endedAt === null, isOpen(ticket))
      }
    }),
  )
})
