import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decisionsIn, honestDay, type DayLoad, type PossibleDay } from './honest-day.ts'

/** Days 1, 2, 3, ... of December on each of which so many more decisions can be made. */
const days = (...more: readonly number[]): readonly PossibleDay[] =>
  more.map((_, index) => {
    const can = more.slice(0, index + 1).reduce((sum, each) => sum + each, 0)
    return { days: index + 1, date: `2026-12-${String(index + 1).padStart(2, '0')}`, canCheck: can, canSign: can }
  })
const load = (day: number, toCheck: number, toSign = 0): DayLoad => ({ day: `2026-12-${String(day).padStart(2, '0')}`, toCheck, toSign })

test('The first day is promised while it has places, then the next', () => {
  assert.deepEqual(honestDay(days(10, 10), []), { days: 1, room: 10 })
  assert.deepEqual(honestDay(days(10, 10), [load(1, 9)]), { days: 1, room: 1 })
  assert.deepEqual(honestDay(days(10, 10), [load(1, 10)]), { days: 2, room: 10 })
})

test('What is late already comes first, and what waits for a signature takes no time to check', () => {
  assert.deepEqual(honestDay(days(10, 10), [{ day: '2026-11-30', toCheck: 10, toSign: 0 }]), { days: 2, room: 10 })
  const slowHead = days(10, 10).map((day) => ({ ...day, canSign: day.canSign - 6 }))
  assert.deepEqual(honestDay(slowHead, [load(1, 0, 3)]), { days: 1, room: 1 })
  assert.equal(honestDay(slowHead, [load(1, 0, 4)]).days, 2)
})

test('No place is given today that a promise for tomorrow needs: an officer who is away tomorrow is reckoned with', () => {
  assert.deepEqual(honestDay(days(10, 0, 10), [load(2, 10)]), { days: 3, room: 10 })
})

test('When no day has room the last one is told, with room for none', () => {
  assert.deepEqual(honestDay(days(1, 1), [load(1, 5)]), { days: 2, room: 0 })
  assert.throws(() => honestDay([], []), RangeError)
})

test('Promises made one after another can all be kept: by no day is more promised than can be done', () => {
  const possible = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 6 }).map((more) => days(...more))
  fc.assert(fc.property(possible, fc.integer({ min: 1, max: 60 }), (all, asked) => {
    const promised = new Map<number, number>()
    const loads = () => [...promised].map(([day, count]) => load(day, count))
    let before = 0
    for (let count = 0; count < asked; count++) {
      const { days: day, room } = honestDay(all, loads())
      if (room === 0) break
      assert.ok(day >= before, 'who comes later is not promised an earlier day while nothing is done')
      before = day
      promised.set(day, (promised.get(day) ?? 0) + 1)
    }
    for (const { days: day, canCheck } of all)
      assert.ok([...promised].filter(([each]) => each <= day).reduce((sum, [, count]) => sum + count, 0) <= canCheck)
  }))
})

test('Only whole decisions count', () => {
  assert.equal(decisionsIn(59, 20), 2)
  assert.equal(decisionsIn(-5, 20), 0)
})
