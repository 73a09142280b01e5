import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isBefore, nextTicket, type Waiting } from './next-ticket.ts'
import { queueRules } from './queue-rules.ts'

const nobody = new Set<string>()
const nine = Date.parse('2026-11-24T02:00:00Z')
const minute = 60_000

let order = 0
const person = (id: string, change: Partial<Waiting> = {}): Waiting => ({ id, desk: 'pickup', since: nine, order: ++order, booked: false, priority: null, counter: null, ...change })
const counter = { number: '1', desks: ['pickup'], favours: 0 }
const called = (waiting: readonly Waiting[], now = nine + 60 * minute, caller = counter) => {
  const next = nextTicket(waiting, caller, queueRules, now, nobody)
  return next && [next.ticket.id, next.rule]
}

test('Walk-ins are called in the order in which they came', () => {
  assert.deepEqual(called([person('second', { since: nine + minute }), person('first')]), ['first', 'turn'])
})

test('A booked person goes before walk-ins from their booked time on, and not before it', () => {
  const line = [person('walk-in'), person('booked', { since: nine + 30 * minute, booked: true })]
  assert.deepEqual(called(line, nine + 29 * minute), ['walk-in', 'turn'])
  assert.deepEqual(called(line, nine + 30 * minute), ['booked', 'booked'])
})

test('A booked person who is early is called when nobody else waits', () => {
  assert.deepEqual(called([person('booked', { since: nine + 30 * minute, booked: true })], nine), ['booked', 'turn'])
})

test('An elderly person goes before others, but not twice in a row at a counter while others wait', () => {
  const line = [person('first'), person('elderly', { since: nine + 5 * minute, priority: 'elderly' }), person('pregnant', { since: nine + 6 * minute, priority: 'pregnant' })]
  assert.deepEqual(called(line), ['elderly', 'priority'])
  assert.deepEqual(called(line.slice(0, 1).concat(line.slice(2)), nine + 60 * minute, { ...counter, favours: 1 }), ['first', 'turn'])
})

test('A counter that serves several desks calls the first of all of them, and nobody of a desk that it does not serve', () => {
  const line = [person('advice', { desk: 'consultation', since: nine - minute }), person('originals', { desk: 'originals', since: nine - 2 * minute }), person('pickup')]
  assert.deepEqual(called(line, nine, { ...counter, desks: ['pickup', 'originals'] }), ['originals', 'turn'])
  assert.equal(called(line.slice(0, 1)), null)
})

test('Who was sent to one counter waits for it while it is open, and is called by any other when it is closed', () => {
  const line = [person('sent', { counter: '2' }), person('other', { since: nine + minute })]
  assert.equal(nextTicket(line, counter, queueRules, nine, new Set(['1', '2']))?.ticket.id, 'other')
  assert.equal(nextTicket(line, counter, queueRules, nine, new Set(['1']))?.ticket.id, 'sent')
  assert.equal(nextTicket(line, { ...counter, number: '2' }, queueRules, nine, new Set(['1', '2']))?.ticket.id, 'sent')
})

const desks = ['pickup', 'originals', 'consultation']
const lines = fc.array(
  fc.record({
    desk: fc.constantFrom(...desks),
    since: fc.integer({ min: nine - 90 * minute, max: nine + 90 * minute }),
    booked: fc.boolean(),
    priority: fc.constantFrom('elderly' as const, 'pregnant' as const, 'disabled' as const, null, null, null),
  }),
  { maxLength: 60 },
)
const asLine = (people: readonly Omit<Waiting, 'id' | 'order' | 'counter'>[]): readonly Waiting[] =>
  // Only a booking can lie ahead.
  people.map((each, index) => ({ ...each, since: each.booked ? each.since : Math.min(each.since, nine), id: String(index), order: index, counter: null }))

test('Nobody is overtaken without a rule that names it', () => {
  fc.assert(
    fc.property(lines, fc.subarray(desks, { minLength: 1 }), fc.nat({ max: 2 }), (people, served, favours) => {
      const line = asLine(people)
      const next = nextTicket(line, { number: '1', desks: served, favours }, queueRules, nine, nobody)
      const mine = line.filter((each) => served.includes(each.desk))
      if (next === null) return mine.length === 0
      const overtaken = mine.filter((each) => isBefore(each, next.ticket))
      if (next.rule === 'turn') return overtaken.length === 0 && next.favours === 0
      const mayGoBefore = next.rule === 'priority' ? next.ticket.priority !== null : next.ticket.booked && next.ticket.since <= nine
      return overtaken.length > 0 && mayGoBefore && favours < queueRules.favoursInARow && next.favours === favours + 1
    }),
  )
})

test('Nobody waits for ever, however many people with priority keep coming', () => {
  fc.assert(
    fc.property(lines, fc.nat(), (people, pick) => {
      let line = asLine(people).filter((each) => each.desk === 'pickup')
      const own = line[pick % Math.max(1, line.length)]
      if (!own) return true
      const before = line.filter((each) => isBefore(each, own)).length
      let favours = 0
      for (let calls = 1; calls <= (before + 1) * (queueRules.favoursInARow + 1); calls++) {
        const next = nextTicket(line, { ...counter, favours }, queueRules, nine + calls, nobody)
        assert.ok(next)
        favours = next.favours
        if (next.ticket.id === own.id) return true
        line = [...line.filter((each) => each !== next.ticket), person(`late ${calls}`, { since: nine + 90 * minute + calls, priority: 'elderly' })]
      }
      return false
    }),
  )
})
