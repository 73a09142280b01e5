import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { accountFor, accountReasons, wrongTime, type Account, type PaperState } from './paper-form.ts'

const accounts = fc.oneof(
  fc.record({ to: fc.constantFrom('spoiled' as const, 'missing' as const), reason: fc.constantFrom(...accountReasons.spoiled, ...accountReasons.missing, 'eaten by the dog') }),
  fc.constant<Account>({ to: 'printed' }),
)

test('whatever a head says of a form, it stays accounted for, and an application is never taken back', () => {
  fc.assert(
    fc.property(fc.constantFrom<PaperState>('printed', 'used', 'spoiled', 'missing'), fc.array(accounts, { maxLength: 12 }), (first, words) => {
      let state = first
      for (const word of words) {
        const accounted = accountFor(state, word)
        if (!accounted.ok) continue
        assert.notEqual(state, 'used')
        assert.equal(accounted.state, word.to)
        assert.notEqual(accounted.state, state)
        // From spoiled or missing the only way leads through being found.
        if (state !== 'printed') assert.equal(accounted.fact.type, 'found')
        state = accounted.state
      }
    }),
  )
})

test('a reason belongs to its state: nothing is spoiled because it was stolen', () => {
  assert.deepEqual(accountFor('printed', { to: 'spoiled', reason: 'stolen' }), { ok: false, refusal: 'UnknownReason' })
  assert.deepEqual(accountFor('printed', { to: 'missing', reason: 'stolen' }), { ok: true, state: 'missing', fact: { type: 'missing', reason: 'stolen' } })
})

test('a receipt is of a time after its form was printed and not of one to come, to the minute in which both happened', () => {
  const printedAt = Date.parse('2026-11-24T03:05:30Z')
  const now = printedAt + 3_600_000
  assert.equal(wrongTime({ receivedAt: Date.parse('2026-11-24T03:05:00Z'), printedAt, now }), null)
  assert.equal(wrongTime({ receivedAt: Date.parse('2026-11-24T03:04:00Z'), printedAt, now }), 'BeforePrinted')
  assert.equal(wrongTime({ receivedAt: now, printedAt, now }), null)
  assert.equal(wrongTime({ receivedAt: now + 1, printedAt, now }), 'InTheFuture')
})
