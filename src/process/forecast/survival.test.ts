import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { quantileOf, shareWithin, spreadOf } from './survival.ts'

const spread = (lengths: readonly { readonly ms: number; readonly ended: boolean; readonly weight?: number }[]) => {
  const sorted = lengths.toSorted((a, b) => a.ms - b.ms || Number(b.ended) - Number(a.ended))
  return spreadOf({ ms: sorted.map(({ ms }) => ms), ended: sorted.map(({ ended }) => ended) }, sorted.map(({ weight }) => weight ?? 1))
}

test('Where all have ended, the distribution is how many lie below', () => {
  const all = spread([4, 1, 3, 2].map((ms) => ({ ms, ended: true })))
  assert.deepEqual([0.25, 0.5, 0.75, 1].map((share) => quantileOf(all, share)), [1, 2, 3, 4])
  assert.deepEqual([0, 1, 2.5, 9].map((ms) => shareWithin(all, ms)), [0, 0.25, 0.5, 1])
})

test('One that was still running counts for those it may yet outlast (Kaplan and Meier)', () => {
  const some = spread([{ ms: 1, ended: true }, { ms: 2, ended: false }, { ms: 3, ended: true }])
  assert.ok(Math.abs(shareWithin(some, 1) - 1 / 3) < 1e-9)
  assert.equal(shareWithin(some, 2.9), shareWithin(some, 1))
  assert.equal(shareWithin(some, 3), 1)
  assert.equal(quantileOf(some, 0.5), 3, 'leaving it out would say 1')
})

test('Where nothing was seen to end, nothing is known', () => {
  assert.equal(quantileOf(spread([{ ms: 5, ended: false }]), 0.9), 0)
  assert.equal(shareWithin(spread([]), 5), 0)
})

test('A larger share never ends sooner, and what lies within its quantile is at least the share', () => {
  const length = fc.record({ ms: fc.integer({ min: 0, max: 50 }), ended: fc.boolean(), weight: fc.double({ min: 0.001, max: 5, noNaN: true }) })
  fc.assert(
    fc.property(fc.array(length, { minLength: 1, maxLength: 40 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (lengths, a, b) => {
      const all = spread(lengths)
      const [low, high] = [Math.min(a, b), Math.max(a, b)]
      assert.ok(quantileOf(all, low) <= quantileOf(all, high))
      const reached = all.below.at(-1) ?? 0
      assert.ok(shareWithin(all, quantileOf(all, low)) >= Math.min(low, reached) - 1e-6)
    }),
  )
})
