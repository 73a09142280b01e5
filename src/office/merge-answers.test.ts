import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Answers } from './form.ts'
import { mergeAnswers, momentOf, type Edit, type KeptAnswers } from './merge-answers.ts'

const fields = ['name', 'phone', 'cities']
const answer = fc.oneof(fc.constantFrom('', 'Dewi', 'Siti', '0812'), fc.constantFrom(['3171'], ['3171', '3174'], []))
const page: fc.Arbitrary<Answers> = fc.record({ name: answer, phone: answer, cities: answer })
const kept: fc.Arbitrary<KeptAnswers> = fc.record({ answers: page, changed: fc.dictionary(fc.constantFrom(...fields), fc.integer({ min: 1, max: 1000 })) })
/** Made from what was kept at 1000; touched later. Even milliseconds on one device, odd ones on the other. */
const edit = (parity: 0 | 1): fc.Arbitrary<Edit> =>
  fc.record({ answers: page, edited: fc.dictionary(fc.constantFrom(...fields), fc.integer({ min: 501, max: 5000 }).map((at) => at * 2 + parity)), base: fc.constant(1000) })

test('Whichever device has its line back first, the draft is the same in the end', () => {
  fc.assert(
    fc.property(kept, edit(0), edit(1), (before, one, other) => {
      const first = mergeAnswers(mergeAnswers(before, one), other)
      const second = mergeAnswers(mergeAnswers(before, other), one)
      assert.deepEqual([first.answers, first.changed], [second.answers, second.changed])
    }),
  )
})

test('What is sent twice changes nothing the second time', () => {
  fc.assert(
    fc.property(kept, edit(0), (before, one) => {
      const once = mergeAnswers(before, one)
      const twice = mergeAnswers(once, one)
      assert.deepEqual([twice.answers, twice.changed, twice.merged], [once.answers, once.changed, []])
    }),
  )
})

test('Nothing that was typed disappears without a word: it is kept, or told as displaced', () => {
  fc.assert(
    fc.property(kept, edit(0), edit(1), (before, one, other) => {
      const first = mergeAnswers(before, one)
      const second = mergeAnswers(first, other)
      for (const [from, at] of [[one, first], [other, second]] as const)
        for (const field of Object.keys(from.edited)) {
          const typed = JSON.stringify(from.answers[field])
          const said = second.merged.filter((each) => each.field === field).map((each) => JSON.stringify(each.dropped))
          assert.ok(JSON.stringify(second.answers[field]) === typed || said.includes(typed) || JSON.stringify(at.answers[field]) !== typed, field)
        }
    }),
  )
})

test('A field that was not touched stays as it is kept, whatever an old page shows', () => {
  fc.assert(
    fc.property(kept, page, fc.integer({ min: 0, max: 2000 }), (before, answers, base) => {
      const after = mergeAnswers(before, { answers, edited: {}, base })
      assert.deepEqual([after.answers, after.changed, after.merged], [{ ...before.answers }, { ...before.changed }, []])
    }),
  )
})

test('Who comes after a change that was in front of them replaces it, even with an earlier clock', () => {
  const before = { answers: { name: 'Dewi' }, changed: { name: 900 } }
  const after = mergeAnswers(before, { answers: { name: 'Siti' }, edited: { name: 800 }, base: 900 })
  assert.deepEqual([after.answers, after.merged], [{ name: 'Siti' }, []])
})

test('An answer from elsewhere that is later stays, and the displaced one is told', () => {
  const before = { answers: { name: 'Dewi', phone: '1' }, changed: { name: 2000 } }
  const after = mergeAnswers(before, { answers: { name: 'Siti', phone: '2' }, edited: { name: 1500, phone: 1500 }, base: 1000 })
  assert.deepEqual(after.answers, { name: 'Dewi', phone: '2' })
  assert.deepEqual(after.merged, [{ field: 'name', kept: 'Dewi', dropped: 'Siti', from: 'elsewhere' }])
})

test('A page whose fields were all left empty counts as seen', () => {
  assert.deepEqual(mergeAnswers({ answers: {}, changed: {} }, { answers: { name: '' }, edited: {}, base: 0 }).answers, { name: '' })
})

test('What a device says of the time lies between now and the oldest that is believed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1e6, max: 2e12 }), fc.double(), (received, age) => {
      const at = momentOf(received, age, 72 * 3_600_000)
      assert.ok(at <= received && at >= received - 72 * 3_600_000)
    }),
  )
  assert.equal(momentOf(10_000, 4_000, 72 * 3_600_000), 6_000)
})
